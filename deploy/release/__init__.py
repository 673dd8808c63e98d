"""What an operator runs around a release: `python -m deploy.release check` and `… swap PID`."""
