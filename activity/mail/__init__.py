"""Mails: written by anybody, kept as outgoing rows, sent by lanes."""
