"""Find and do anything from anywhere: places, brands, settings, commands, posts and channels by a few letters."""
