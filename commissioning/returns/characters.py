"""What is typed to the plain characters it is made of: one kind of space, dash and quotation mark, small letters."""

import unicodedata
from functools import cache

_DASHES = dict.fromkeys("‐‑‒–—−﹣－", "-")
_QUOTES = {"’": "'", "‘": "'", "´": "'", "`": "'", "“": '"', "”": '"'}
_NOTHING = frozenset({"Cf"})
_SPACES = frozenset({"Zs", "Zl", "Zp", "Cc"})
_FULL_WIDTH = range(0xFF01, 0xFF5F)
_TO_ASCII = 0xFEE0


def plain(text: str) -> str:
    """The text in small letters and plain characters, with single spaces; a small 2 above the line stays what it is."""
    return unaccustomed(text).casefold()


def unaccustomed(text: str) -> str:
    """The same with its capitals."""
    return " ".join((text if text.isascii() else "".join(map(_plain, text))).split())


@cache
def _plain(character: str) -> str:
    if character in _DASHES or character in _QUOTES:
        return _DASHES.get(character) or _QUOTES[character]
    if ord(character) in _FULL_WIDTH:
        return chr(ord(character) - _TO_ASCII)
    category = unicodedata.category(character)
    if category in _NOTHING:
        return ""
    return " " if category in _SPACES else character
