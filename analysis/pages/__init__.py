"""A folder for each page: its tables (study), sentences (claims), charts and tables as HTML."""
