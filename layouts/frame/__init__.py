"""What stands around every page: document, head, navigation."""
