"""The steps between a rendered site and the one that is served; one topic each."""
