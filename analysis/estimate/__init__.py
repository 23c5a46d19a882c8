"""The time that every model takes on a device, from timings of a few of them."""
