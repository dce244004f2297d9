"""Cell addresses as a spreadsheet writes them to (row, column), both counted from 1."""

import re
from functools import lru_cache

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})\Z")


def row_and_column(address: str) -> tuple[int, int] | None:
    """Where `B6` is, `(6, 2)`; None for what no sheet has."""
    found = _ADDRESS.match(address)
    if not found:
        return None
    row, column = int(found[2]), column_number(found[1])
    return (row, column) if row <= LAST_ROW and column <= LAST_COLUMN else None


def in_row(address: str, digits: str, row: int) -> tuple[int, int] | None:
    """Where an address is that ends in its own row's digits, as nearly all do: `B6` in row 6 is (6, 2); else None."""
    letters = address[: -len(digits)]
    column = _columns(letters) if address.endswith(digits) else 0
    return (row, column) if column else None


@lru_cache(maxsize=1024)
def _columns(letters: str) -> int:
    """The column of up to three letters as the file writes them; 0 for what no sheet has."""
    found = row_and_column(f"{letters}1")
    return found[1] if found and letters.isalpha() else 0


def corners(area: str) -> tuple[int, int, int, int]:
    """The first row and column and the last of `B6:C9`; ValueError for what no sheet has."""
    first, _, last = area.partition(":")
    one, other = row_and_column(first), row_and_column(last or first)
    if one is None or other is None:
        msg = f"'{area}' is no range of cells."
        raise ValueError(msg)
    (top, bottom), (left, right) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    return top, left, bottom, right


def column_number(letters: str) -> int:
    """How many columns from the left `AB` is, counted from 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """What a column is called, counted from 1: `AB`."""
    letters = ""
    while number:
        number, remainder = divmod(number - 1, 26)
        letters = chr(ord("A") + remainder) + letters
    return letters
