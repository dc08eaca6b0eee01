"""Sending replies: lane by lane beside the posts, fenced, once. Never guesses."""
