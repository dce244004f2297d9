"""Files of other organisations, built from text, and the layouts that describe them."""
