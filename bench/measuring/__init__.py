"""What every benchmark needs: figures, processes, and what the database counted."""
