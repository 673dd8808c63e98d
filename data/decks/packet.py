"""What an agenda packet holds at most, and how long what is typed for a meeting may be."""

from __future__ import annotations

# A packet is made while somebody waits: about half a second a page.
MOST = {"sheet": 8, "memo": 8, "aim": 6}
# What somebody types over a memo or a packet: printed as typed, in one line.
MAX_TYPED_CHARS = {"meeting": 60, "item": 24, "when": 30}
YES = "yes"
