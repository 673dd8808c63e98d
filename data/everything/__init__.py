"""Everything in one file: the zip and the workbook of all numbers, made apart from the app."""
