"""Statistics on any table, tables in and tables out: nothing here knows of models."""
