"""Reference numbers of cases and people: whoever holds the case system knows from one whose it is."""

import re
from collections.abc import Iterator

from commissioning.model.finding import Severity
from commissioning.model.returned import Cell, Typed
from commissioning.privacy.detector import Detector
from commissioning.privacy.table import Spot, Table

_WHOSE = (
    r"(?:case|client|crime|custody|court|file|person|patient|victim|survivor|child|service user|individual|resident|"
    r"mosaic|liquidlogic|lcs|oasis|niche|systmone|rio)"
)
_CODE = r"(?=[\w/.-]{0,9}\d[\w/.-]{0,9}\d[\w/.-]{0,9}\d)[A-Za-z0-9][\w/-]{2,30}(?:\.\w{1,9}){0,3}"
_IN_PROSE = re.compile(
    rf"\b(?:{_WHOSE}(?:'s)?[ -]?(?:ref(?:erence)?|no|number|num|id|urn)\b|ref(?:erence)?\b|[uc]rn\b)"
    rf"(?: (?:no|number|id))?[ .:#/-]{{1,3}}({_CODE})",
    re.IGNORECASE,
)
_COULD = re.compile(r"(?:[Rr]ef|REF|[Nn]o|NO|[Nn]um|NUM|[Ii]d|I[Dd]|[UuCc][Rr][Nn])")
_OF_PAPERS = re.compile(
    r"\b(?:contract|invoice|tender|purchase|order|committee|minutes?|decision|policy|grant|your|our|project|agenda|"
    r"cabinet|procurement|framework|planning|award|charity|agreement|document|section|law|act|report|paper|foi|dn|"
    r"payment|bid) $",
    re.IGNORECASE,
)
_BEFORE = 16
_FEWEST_DIGITS = re.compile(r"[0-9][^\n]{0,20}[0-9][^\n]{0,20}[0-9]")
_OF_TIME = re.compile(r"(?:19|20)\d\d(?:[/-](?:19|20)?\d\d)?(?:-[QH]\d)?|\d{1,2}[/-]\d{1,2}[/-]\d{2,4}", re.IGNORECASE)
_HEADING = re.compile(
    rf"{_WHOSE}(?:'s)? ?(?:id|ids|ref|refs|reference|references|urn|code|no|number)(?: (?:no|number|id))?|urn|crn|"
    r"unique (?:reference|identifier|id|client|case)(?: (?:no|number|id|reference))?|mosaic|liquidlogic|"
    r"(?:local|system) (?:id|identifier)"
)
_ANY_REFERENCE = re.compile(r"id|ref|reference|reference (?:no|number)|ref (?:no|number)|identifier")
_CODED = re.compile(r"(?=.*\d)[\w/. #-]{1,24}")
_LONG_CODE = re.compile(r"(?=(?:[^\d]*\d){4})(?=.*[A-Za-z/-])[\w/.#-]{5,24}|\d{5,12}")
SEVERAL = 3
THREE_DIGITS = re.compile(r"(?:[^\d]*\d){3}")


def _in_prose(text: str) -> Iterator[str]:
    if not (_FEWEST_DIGITS.search(text) and _COULD.search(text)):
        return
    for found in _IN_PROSE.finditer(text):
        of_paper = _OF_PAPERS.search(text[max(0, found.start() - _BEFORE) : found.start()])
        if not of_paper and not _OF_TIME.fullmatch(found[1]):
            yield found[0]


def _in_table(table: Table) -> Iterator[Spot]:
    for label in table.labelled(_HEADING):
        under = [(spot, cell) for spot, cell in table.under(label) if _is_code(cell, _CODED)]
        beside = [(spot, cell) for spot, cell in table.beside(label) if _is_one_code(cell)]
        yield from _distinct(under) or (spot for spot, _ in beside)
    for label in table.labelled(_ANY_REFERENCE):
        yield from _distinct([(spot, cell) for spot, cell in table.under(label) if _is_code(cell, _LONG_CODE)])


def _is_code(cell: Cell, made: re.Pattern[str]) -> bool:
    return cell.typed in (Typed.TEXT, Typed.NUMBER) and "." not in cell.text and bool(made.fullmatch(cell.text.strip()))


def _is_one_code(cell: Cell) -> bool:
    return _is_code(cell, _CODED) and cell.typed is Typed.TEXT and bool(THREE_DIGITS.match(cell.text))


def _distinct(cells: list[tuple[Spot, Cell]]) -> tuple[Spot, ...]:
    """The cells, where there are several and nearly all differ: counts repeat, and references do not."""
    texts = {cell.text.strip() for _, cell in cells}
    return tuple(spot for spot, _ in cells) if len(texts) >= SEVERAL and 10 * len(texts) >= 9 * len(cells) else ()


REFERENCES = Detector(
    "P010",
    "reference number",
    Severity.NEEDS_EXPLANATION,
    "This looks like the reference number of a case or a person.",
    "If it is one, take it out and send the return again. If not, say what it is.",
    "Whoever holds the case system knows from a reference whose it is; papers and invoices have references too.",
    in_text=_in_prose,
    in_table=_in_table,
)
