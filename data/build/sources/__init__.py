"""One adapter a publisher: reads a file in its published layout, strictly."""
