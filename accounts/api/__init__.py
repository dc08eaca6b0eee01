"""What every call of the API has in common: who asks, what she may do, once, and in which form a no is said."""
