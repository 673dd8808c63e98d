"""Static pictures for print and slides: matplotlib draws the figures of the screen.

`picture.picture` is the way in. Import it only when a picture is asked for: matplotlib takes 30 MB.
"""
