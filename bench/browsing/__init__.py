"""Pages in a real browser on a slow machine behind a slow line, as their readers have them."""
