"""Everything that pages need, in few queries."""
