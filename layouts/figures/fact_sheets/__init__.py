"""Figures of fact sheets."""
