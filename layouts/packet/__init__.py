"""The agenda packet of a meeting: chosen papers in one PDF."""
