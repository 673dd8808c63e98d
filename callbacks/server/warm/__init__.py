"""What visitors ask for first, made before they come: one process writes it, others read it."""
