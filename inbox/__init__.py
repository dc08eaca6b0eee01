"""Conversations, replies and how soon people are answered."""
