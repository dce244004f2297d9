"""Formulas and addresses of OpenDocument to those that Excel writes: `of:=SUM([.B6:.B9];1)` is `=SUM(B6:B9,1)`."""

import re

from commissioning.model.returned import DefinedName
from commissioning.ooxml.workbook import rectangle

# A text in quotation marks, a name in inverted commas, a reference in brackets, or a separator.
_PIECES = re.compile(r""""(?:[^"]|"")*"|\[(?:'(?:[^']|'')*'|[^\]'])*\]|;""")
_SHEET = re.compile(r"\$?('(?:[^']|'')*'|[^.'\[\]]*)\.(.*)\Z", re.DOTALL)


def as_excel_writes(formula: str) -> str:
    """A formula with Excel's references and separators; what the words mean is not looked into."""
    _, equals, words = formula.partition("=")
    return "=" + _PIECES.sub(_piece, words) if equals else "=" + formula


def _piece(found: re.Match[str]) -> str:
    piece = found[0]
    if piece == ";":
        return ","
    return reference(piece[1:-1]) if piece.startswith("[") else piece


def reference(address: str) -> str:
    """An address without the dot before its cell: `$Refuge.$A$1:.$B$2` is `Refuge!$A$1:$B$2`."""
    first, colon, last = _halves(address)
    return _half(first) + colon + _half(last).rpartition("!")[2]


def named_range(name: str, address: str) -> DefinedName | None:
    """A name and the rectangle of a sheet it stands for; None where it stands for anything else."""
    place = rectangle(reference(address))
    return DefinedName(name, *place) if place else None


def _halves(address: str) -> tuple[str, str, str]:
    """The two ends of a range; a colon in a sheet's name is none between them."""
    found = re.match(r"((?:'(?:[^']|'')*'|[^':])*)(:?)(.*)\Z", address, re.DOTALL)
    return (found[1], found[2], found[3]) if found else (address, "", "")


def _half(end: str) -> str:
    found = _SHEET.match(end)
    if not found:
        return end
    return f"{found[1]}!{found[2]}" if found[1] else found[2]
