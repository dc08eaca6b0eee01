"""Every component in every state, on one page for developers. The page exists only in development."""
