"""The story: why this site exists, from stored values and verdicts only."""
