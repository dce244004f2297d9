"""The inside of an OpenDocument spreadsheet: its tables, its formulas, and its texts outside cells."""
