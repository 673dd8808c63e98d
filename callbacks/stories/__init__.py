"""Shared stories: the shelf that pages ask, and the addresses that forms send to."""
