"""Speed, bytes and memory on the shipped data, on demand: never a timed test."""
