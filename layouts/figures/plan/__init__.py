"""Figures of the plan's page."""
