"""The page of one number: what it is, how sure it is, where it comes from, how to cite it."""
