"""The books of a contract to what the accounting year will come to."""
