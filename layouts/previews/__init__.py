"""What a page says of itself where its link is shared: words for machines, and a picture."""
