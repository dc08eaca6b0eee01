"""Why: goals."""
