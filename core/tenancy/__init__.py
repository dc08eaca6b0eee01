"""The wall between organizations: scope, walled rows, the database backend behind them, and the loud way across."""
