"""Template or Document to bytes. Writers know formats, and nothing of contracts' meaning."""
