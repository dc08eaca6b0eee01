"""Who said yes: stages, reviews, decisions. Empty until its first flow."""
