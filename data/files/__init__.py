"""What leaves the site as a table, and what files are called."""
