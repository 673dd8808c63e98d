"""Stories that people share with the site: kept apart from the extract, shown only as they said."""
