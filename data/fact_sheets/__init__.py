"""Fact sheets: one determinant at one place."""
