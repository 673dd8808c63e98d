"""Static pictures for print and slides, drawn by matplotlib from the frames of the screen.

Import the modules of this package only when a picture is asked for: matplotlib takes 30 MB.
"""
