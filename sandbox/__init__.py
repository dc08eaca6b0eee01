"""A small social network of our own, to try everything without any account; imported by nobody."""
