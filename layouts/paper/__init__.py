"""All that is printed: the press, its typesetters, their templates and codes to scan."""
