"""Memos: one page before a decision, as PDF and as a Word file, from one description."""
