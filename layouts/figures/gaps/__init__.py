"""Figures of the Gaps page."""
