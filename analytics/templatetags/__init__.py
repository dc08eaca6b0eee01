"""What templates of measuring say."""
