"""Data: every indicator, every source with its age and licence."""
