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
_GIVEN = r"[A-Z][\w'-]*[a-z][\w'-]*"
_ADDRESSED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.? ((?:[A-Z]\.? ?){0,2}[A-Z][\w'-]+(?: [A-Z][\w'-]+)?)")
_CALLED = re.compile(
    r"\b(?:client|user|survivor|victim|child|baby|resident|tenant|patient|daughter|son|husband|wife|ex-partner|mother|mum)"
    rf"(?: called| named|,)? ({_GIVEN}(?: {_GIVEN})?)|"
    rf"(?:^|[.!?] )(?:Client|Service (?:User|user)|Survivor) ({_GIVEN}(?: {_GIVEN})?)"
    r"(?='s\b| (?:is|was|has|had|said|told|moved|left|came|went|wants|needs|asked|feels|felt|fled|reported)\b)"
)
"""Whoever is called by a title, or by what she is to the service, and then by a name."""
_COULD_BE_CALLED = re.compile(r"M|Dr|(?:[a-z]{3}|called|named),? [A-Z]")
_WORD = r"[^\W\d_][^\W\d_'.-]*(?:['.-][^\W\d_]+)*\.?"
_LIKE_A_NAME = re.compile(rf"{_WORD},?(?: {_WORD}){{0,3}}")
_LONGEST = 40
SEVERAL = 2


def may_be_a_name(text: str) -> bool:
    """Whether no word of what is written like a name is one of services, places, posts and statuses."""
    return NOT_NAMES.isdisjoint(text.lower().split())


def is_like_a_name(text: str) -> bool:
    """Whether a text by itself is made like a first name and a surname."""
    tidy = tidied(text).strip()
    fits = len(tidy) <= _LONGEST and _LIKE_A_NAME.fullmatch(tidy) is not None
    return fits and len(tidy.split()) >= SEVERAL and may_be_a_name(tidy.replace(",", ""))


def is_name(cell: Cell, table: Table, fewest_words: int = 1) -> bool:
    """Whether a cell holds what is made like a name of so many words or more, and nobody published it."""
    text = tidied(cell.text).strip()
    if cell.typed is not Typed.TEXT or len(text) > _LONGEST or not _LIKE_A_NAME.fullmatch(text):
        return False
    words = text.replace(",", "").split()
    return len(words) >= fewest_words and may_be_a_name(text) and not table.published(text)


def _surely(table: Table) -> Iterator[Spot]:
    """What stands directly under, or beside, a heading that asks for a person's name."""
    for label in table.labelled(_SURELY):
        found = [spot for spot, cell in table.under(label) if is_name(cell, table)]
        yield from found or (spot for spot, cell in table.beside(label) if is_name(cell, table))


def _maybe(table: Table) -> Iterator[Spot]:
    """Most of what stands under a heading that may ask for people, where it is made like a first name and a surname."""
    for label in table.labelled(_MAYBE):
        cells = [(spot, cell) for spot, cell in table.under(label) if cell.typed is Typed.TEXT]
        found = [spot for spot, cell in cells if is_name(cell, table, 2) and cell.text[:1].isupper()]
        if len({table.cells[spot].text for spot in found}) >= SEVERAL and 2 * len(found) > len(cells):
            yield from found


def _in_prose(text: str) -> Iterator[str]:
    if not _COULD.search(text):
        return
    for found in _IN_PROSE.finditer(text):
        if may_be_a_name(found[1]):
            yield found[1]


def _called(text: str) -> Iterator[str]:
    """A surname, or a first name and one, after a title such as Mrs, or after a word such as client."""
    if _COULD_BE_CALLED.search(text):
        for pattern in (_ADDRESSED, _CALLED):
            found = (name[name.lastindex or 0] for name in pattern.finditer(text))
            yield from (name for name in found if may_be_a_name(name))


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
    in_text=_called,
    in_table=_maybe,
)
