"""Statistics: pure functions on arrays and frames; no SQL, no Dash, no files."""
