"""Figures, findings and decisions to a Document. Reports know what is said, never in what format."""
