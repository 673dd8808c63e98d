"""The search for places by the names that people type."""
