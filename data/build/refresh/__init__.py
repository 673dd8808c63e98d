"""`python -m data.build refresh` and `accept`: fetch, check, compare, and only then take."""
