"""The Explore page: an outcome and a factor over the places of a city."""
