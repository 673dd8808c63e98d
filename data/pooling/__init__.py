"""Places joined into groups: people and events pooled, never averages of places."""
