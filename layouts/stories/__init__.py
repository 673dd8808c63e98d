"""Pages of shared stories that send: plain documents without scripts, each answered to a form."""
