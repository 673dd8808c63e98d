"""Figures of the page of wages."""
