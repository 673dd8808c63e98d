"""Charts as plain dicts for plotly.js: no Dash, no SQL."""
