"""The zip package of an Excel workbook: the guard at the door, its parts, and what they say."""
