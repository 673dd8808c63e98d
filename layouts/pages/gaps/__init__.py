"""The Gaps page."""
