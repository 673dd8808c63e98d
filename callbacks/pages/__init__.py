"""What controls of a page set off."""
