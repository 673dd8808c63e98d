"""Static pictures for print and slides, drawn by matplotlib from the frames of the screen.

`drawing` says what to draw, as plain data. The other modules draw it; import them only where
pictures are drawn, because matplotlib takes 30 MB.
"""
