"""What is measured: how long each step takes, and what damaged files come to."""
