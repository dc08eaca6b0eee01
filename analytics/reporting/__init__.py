"""The Monday report: what it says, how it looks as mail, PDF and table, and how it goes out once."""
