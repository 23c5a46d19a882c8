"""Tables into what a page embeds: charts, pictures, short tables, and numbers in words."""
