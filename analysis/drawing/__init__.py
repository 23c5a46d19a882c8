"""Charts and short tables as the pages embed them."""
