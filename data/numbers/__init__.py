"""Every number of the site as one record: what the pages, files and the API say of it."""
