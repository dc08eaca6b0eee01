"""What the library's benchmark is made of."""
