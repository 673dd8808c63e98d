"""The Compare page: places side by side against a baseline."""
