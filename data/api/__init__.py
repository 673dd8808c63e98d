"""What the JSON API promises: its parameters, its answers, and the document that says so."""
