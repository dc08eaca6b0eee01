"""Who said yes: stages, reviews, decisions, guests; for posts and for replies."""
