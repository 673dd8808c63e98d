"""The Gaps page: an outcome by groups of residents."""
