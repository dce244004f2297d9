"""A text as typed in; the same without the signs that word processors put in unasked, and what bounds a number, out."""

import unicodedata

START = r"(?<![^\W_])"
END = r"(?![^\W_])"
"""Nothing that is looked for may stand inside a longer run of letters and digits, such as a digest."""

# Several characters look like a hyphen or like nothing at all.
_TIDY = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
    | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff")
    | dict.fromkeys("\u2018\u2019\u02bc", "'")
)


def tidied(text: str) -> str:
    """A text in plain signs: wide digits, odd spaces, hyphens and apostrophes as they are on a keyboard."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text).translate(_TIDY)
