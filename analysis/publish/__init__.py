"""What the site hands out: data for its applications, downloads, dictionary, change log."""
