"""Decks of slides: their links, and those made beforehand."""
