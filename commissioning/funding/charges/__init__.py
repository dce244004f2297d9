"""Returns and the general ledger to the charges that are posted, and what was posted to each funder's part."""
