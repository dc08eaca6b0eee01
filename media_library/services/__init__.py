"""Verbs: take files in, make them fit."""
