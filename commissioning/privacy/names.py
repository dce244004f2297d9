"""People's names: under or beside a heading that asks for them. No list of names is kept: the heading tells.

A heading such as *first name* or *client's name* surely heads people. One such as *name* or *client* may head
services, teams or places, so only what looks like a first name and a surname counts, and it needs explanation.
"""

import re
from collections.abc import Iterator
from functools import partial

from commissioning.model.finding import Severity
from commissioning.model.returned import Cell, Typed
from commissioning.privacy.detector import Detector
from commissioning.privacy.table import Spot, Table
from commissioning.privacy.tidy import tidied
from commissioning.privacy.words import NOT_NAMES

PERSON = (
    r"(?:(?:alleged|primary|adult|child|female|male) )?(?:client|victim|survivor|child|children|baby|patient|mother|"
    r"father|mum|dad|parent|partner|woman|perpetrator|abuser|resident|tenant|service user|beneficiary|learner|pupil|"
    r"next of kin)"
)
"""Whom a service works with, as headings call them."""
_PART_OF_NAME = r"(?:first|fore|sur|last|family|full|given|middle|maiden|birth|preferred|known)[ -]?names?"
_SURELY = re.compile(
    rf"(?:{PERSON}s?(?:'s|s')? )?{_PART_OF_NAME}(?: \w+)?|{PERSON}s?(?:'s|s')? (?:names?|initials)|"
    rf"names? of (?:the )?{PERSON}s?|initials|known as|alias|aka"
)
_MAYBE = re.compile(rf"names?|{PERSON}s?|service users|people|person|individual")
_IN_PROSE = re.compile(
    rf"\b(?:{PERSON}(?:'s|s')? name|(?:full|first|sur|fore|maiden|last)[ -]?name)(?: is| was)?\s*[:=-]?\s*"
    r"((?-i:[A-Z])[\w'-]+(?:[ ](?-i:[A-Z])[\w'-]+){0,2})",
    re.IGNORECASE,
)
_COULD = re.compile("[Nn]ame|NAME")
_ADDRESSED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx)\.? ((?:[A-Z]\.? ?){0,2}[A-Z][\w'-]+(?: [A-Z][\w'-]+)?)")
_WORD = r"[^\W\d_][^\W\d_'.-]*(?:['.-][^\W\d_]+)*\.?"
_LIKE_A_NAME = re.compile(rf"{_WORD},?(?: {_WORD}){{0,3}}")
_LONGEST = 40
SEVERAL = 2


def _is_name(cell: Cell, table: Table, fewest_words: int = 1) -> bool:
    text = tidied(cell.text).strip()
    if cell.typed is not Typed.TEXT or len(text) > _LONGEST or not _LIKE_A_NAME.fullmatch(text):
        return False
    words = text.replace(",", "").split()
    return len(words) >= fewest_words and NOT_NAMES.isdisjoint(text.lower().split()) and not table.published(text)


def _surely(table: Table) -> Iterator[Spot]:
    """What stands directly under, or beside, a heading that asks for a person's name."""
    for label in table.labelled(_SURELY):
        found = [spot for spot, cell in table.under(label) if _is_name(cell, table)]
        yield from found or (spot for spot, cell in table.beside(label) if _is_name(cell, table))


def _maybe(table: Table) -> Iterator[Spot]:
    """Most of what stands under a heading that may ask for people, where it is made like a first name and a surname."""
    for label in table.labelled(_MAYBE):
        cells = [(spot, cell) for spot, cell in table.under(label) if cell.typed is Typed.TEXT]
        found = [spot for spot, cell in cells if _is_name(cell, table, 2) and cell.text[:1].isupper()]
        if len({table.cells[spot].text for spot in found}) >= SEVERAL and 2 * len(found) > len(cells):
            yield from found


def _in_prose(text: str) -> Iterator[str]:
    if not _COULD.search(text):
        return
    for found in _IN_PROSE.finditer(text):
        if NOT_NAMES.isdisjoint(found[1].lower().split()):
            yield found[1]


def _addressed(text: str) -> Iterator[str]:
    """A surname, or a first name and one, after a title such as Mrs."""
    if "M" in text:
        found = (name[1] for name in _ADDRESSED.finditer(text))
        yield from (name for name in found if NOT_NAMES.isdisjoint(name.lower().split()))


named = partial(
    Detector, remedy="Take the names out and send the return again.", why="No name of anyone belongs in a return."
)
NAMES = named(
    "P008",
    "name of a person",
    Severity.STOPS,
    "This looks like the name of a person the service works with.",
    in_text=_in_prose,
    in_table=_surely,
)
PERHAPS_NAMES = Detector(
    "P009",
    "possible names",
    Severity.NEEDS_EXPLANATION,
    "These cells may hold names of people.",
    "If they name people, take them out and send the return again. If not, say what they are.",
    "A list of names stays a list of names under any heading; services and teams have names too, so somebody looks.",
    in_text=_addressed,
    in_table=_maybe,
)
