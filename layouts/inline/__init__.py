"""Pictures of figures for the document itself: SVG that fills its box without a script.

`picture.picture` writes any figure of the screen as plotly draws it: places in percent, lengths in
px, words as text, colors by their names in assets/css/palette.css. It needs no matplotlib, so a
worker may draw (layouts/pictures makes the ones for paper). See docs/decisions/0095.
"""
