"""Files at addresses of their own: tables, slides, sheets, packs."""
