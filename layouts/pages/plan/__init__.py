"""The plan: its aims as published, what is held of each, and what was decided."""
