"""The charts of every page, as slides, downloads and pages ask for them."""
