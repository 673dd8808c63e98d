"""The page of wages, one idea a screen."""
