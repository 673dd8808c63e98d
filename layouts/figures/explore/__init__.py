"""Figures of the Explore page."""
