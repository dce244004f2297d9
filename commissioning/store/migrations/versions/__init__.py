"""One migration a change of tables; a ledger is brought to the newest one when it is opened."""
