"""Posts and their time; the folder publishing sends them."""
