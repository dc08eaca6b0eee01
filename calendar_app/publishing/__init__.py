"""The engine: takes due deliveries lane by lane, fences, sends, settles, looks. Never sends twice, never guesses."""
