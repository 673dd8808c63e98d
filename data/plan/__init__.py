"""The city's health plan: its aims, the measures held beside them, targets and decisions."""
