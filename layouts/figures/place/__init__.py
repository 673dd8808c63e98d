"""Figures of the page of one place."""
