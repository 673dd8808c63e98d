"""One chart alone: for a frame on another site, and for a reader without scripts."""
