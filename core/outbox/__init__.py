"""What we owe the world: rows in the database that are queue and clock, served lane by lane, cleared by a yes."""
