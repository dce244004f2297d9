"""One writer at a time, on every database: each takes its turn before it reads what its rows will rest on."""

PATIENCE = 10
"""Seconds to wait for another process that is writing."""
