"""A charge and funding lines to each funder's part of it, to the penny."""
