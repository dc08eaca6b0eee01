"""Verbs: submit, ask, decide, undo, withdraw. Each is one transaction and its events."""
