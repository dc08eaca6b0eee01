"""Many conversations of one brand, and how its inbox is asked."""
