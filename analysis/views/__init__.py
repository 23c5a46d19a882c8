"""Result tables of the pages, as HTML."""
