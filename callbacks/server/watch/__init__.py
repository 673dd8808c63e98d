"""What an operator sees of the running app: who asks what, how fast, and whether it can serve."""
