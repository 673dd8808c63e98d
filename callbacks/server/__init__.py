"""The web server around the pages: headers, guard, caches, log, health and the document."""
