"""Posted entries to figures: what they come to over time, and how that is rated."""
