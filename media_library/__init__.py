"""Files: taken in, made harmless, kept by content, shown by signed addresses."""
