"""Static pictures for print and slides: matplotlib draws the figures of the screen.

`drawing` says what to draw, as plain data. `picture.picture` draws it; import that and the rest
only where pictures are drawn, because matplotlib takes 30 MB.
"""
