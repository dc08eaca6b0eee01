"""Conversations and replies. Empty until its first flow."""
