"""Ways to spoil a good return: each module here declares rows of the table that `tests/test_spoils.py` walks."""
