"""What pages of the library read."""
