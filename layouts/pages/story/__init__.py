"""The story: why this site exists, one idea a screen."""
