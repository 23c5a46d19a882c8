"""The questions that the pages answer: tables in, tables out."""
