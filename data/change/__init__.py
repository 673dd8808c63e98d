"""Has it changed? A tested change of a place, or the reason why nobody can say."""
