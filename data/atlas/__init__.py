"""The ground under every page: the extract, read once."""
