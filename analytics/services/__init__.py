"""Verbs: write, plan, withdraw, decide. Each is one transaction and one event."""
