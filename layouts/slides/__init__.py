"""Slides: one finding each, drawn for distance from the same charts as the pages."""
