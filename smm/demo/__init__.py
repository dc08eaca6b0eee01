"""The demo organization: a coffee house in Baku with a few drafts, so that a newcomer can try everything at once."""
