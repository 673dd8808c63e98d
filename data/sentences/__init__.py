"""Sentences in plain words: the grammar that all pages share. Pure.

A word of comparison is written where a test allows it (`gap_headline`, the sentences of pages);
`guard` finds such words.
"""
