"""How the value of an area comes from its people: one way for the build and for a drawn area."""
