"""Sentences in plain words, made from the numbers that a chart shows. Pure.

A word of comparison is written in few places only: `gap_headline`, where the one test of the gap
allows it, `association_headline`, where the interval leaves out zero, and `ranking_sentence`, which
counts stored verdicts. `guard` finds such words.
"""

from data.sentences.association import association_headline, association_sentence
from data.sentences.gap import gap_detail, gap_headline, gap_sentence
from data.sentences.guard import comparative_words, find_comparatives
from data.sentences.places import map_sentence, ranking_sentence, selection_sentence

__all__ = [
    "association_headline",
    "association_sentence",
    "comparative_words",
    "find_comparatives",
    "gap_detail",
    "gap_headline",
    "gap_sentence",
    "map_sentence",
    "ranking_sentence",
    "selection_sentence",
]
