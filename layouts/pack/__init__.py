"""The meeting pack: one zip with slides, fact sheets, the numbers of the charts, and sources."""
