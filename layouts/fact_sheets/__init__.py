"""Fact sheets as one-page PDFs: contents, template, and a bounded number of typesetters.

Import the modules of this package only when a sheet is asked for: they bring matplotlib.
"""
