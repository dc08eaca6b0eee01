"""Django's PostgreSQL backend, with the scope bound to every transaction."""
