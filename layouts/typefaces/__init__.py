"""How wide words are, for whoever lays them out."""
