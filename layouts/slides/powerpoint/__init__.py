"""Slides as an editable PowerPoint file, with native charts."""
