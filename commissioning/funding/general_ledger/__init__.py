"""The general ledger's extract to lines of contracts, and those compared with what was posted."""
