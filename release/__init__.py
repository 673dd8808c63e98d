"""What an operator runs around a release: `python -m release check` and `… swap PID`."""
