"""What was typed for a figure to the figure it can only mean, each change named; what could mean two things is asked.

The table of what is tolerated is the data here and in `status_words`; docs/for-providers.md says it to providers.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from commissioning.measures import KINDS, Guard
from commissioning.model.quantity import Standing
from commissioning.model.returned import Cell, Tidying, Trouble, Typed
from commissioning.model.template import Row
from commissioning.returns.characters import plain, unaccustomed
from commissioning.returns.status_words import AFTER, BOUNDS, GAPS, MEANT, offered

NOUGHTS = ("nil", "none", "zero")
"""Words for 0. A dash alone may be 0 or nothing known, so it is asked about."""

UNITS = (
    ("people", "person", "persons", "individuals", "individual"),
    ("women", "woman"),
    ("men", "man"),
    ("children", "child"),
    ("households", "household", "hh"),
    ("families", "family"),
    ("fte", "wte"),
    ("gbp", "pounds", "pound"),
    ("percent", "per cent", "pc", "%"),
    ("calls", "call"),
    ("contacts", "contact"),
    ("referrals", "referral"),
    ("days", "day"),
    ("nights", "night"),
    ("hours", "hour"),
    ("weeks", "week"),
    ("months", "month"),
)
"""Words for one unit. One that is not the row's own is asked about; words in no line are told from no note."""

FINE = 3
"""From so many decimal places on, a figure may have three digits after its point or comma."""


@dataclass(frozen=True, slots=True)
class Tidied:
    """The cell as it is read, the status that was typed into it, how it was changed; or why it is asked about."""

    cell: Cell | None
    status: str = ""
    changes: tuple[Tidying, ...] = ()
    trouble: Trouble | None = None


def tidied(cell: Cell | None, row: Row) -> Tidied:
    """A cell where a figure is asked for, as a person would read it."""
    guard = KINDS[row.kind].guard
    if cell is None or guard is None:
        return Tidied(cell)
    if cell.typed is Typed.DATE:
        return Tidied(None, trouble=Trouble.A_DATE)
    if cell.typed is Typed.NUMBER and cell.percent and not guard.percent:
        return Tidied(None, trouble=Trouble.OTHER_UNIT)
    if cell.typed is not Typed.TEXT:
        return Tidied(cell)
    text = plain(cell.text)
    read = _of_text(text, row, guard)
    odd = (Tidying.CHARACTERS,) if unaccustomed(cell.text) != cell.text.strip(" ") and text else ()
    changes = (*odd, *read.changes)
    number = read.cell and (changes or (Tidying.AS_TEXT,))
    return Tidied(read.cell, read.status, number or changes, read.trouble)


def _of_text(text: str, row: Row, guard: Guard) -> Tidied:
    if not text or text in NOUGHTS:
        return Tidied(_number(text, Decimal(0)), changes=(Tidying.NOUGHT,)) if text else Tidied(None)
    if text in MEANT and MEANT[text] in (*map(str, GAPS), str(Standing.TO_BE_CONFIRMED)):
        change = Tidying.GAP if MEANT[text] in map(str, GAPS) else Tidying.QUALIFIER
        return Tidied(None, MEANT[text], (change,))
    for trouble, shape in _ASKED:
        if shape.fullmatch(text):
            return Tidied(None, trouble=trouble)
    words, said = _without_qualifiers(text)
    if len(said) > 1:
        return Tidied(None, trouble=Trouble.QUALIFIED_TWICE)
    if said and said[0] not in offered(row):
        return Tidied(None, trouble=Trouble.BOUND_NOT_OFFERED)
    read = _of_amount(words, row, guard)
    return Tidied(read.cell, "".join(said), (*read.changes, *(Tidying.QUALIFIER for _ in said)), read.trouble)


_FIGURE = r"£?[0-9][0-9.,]*%?"
_ASKED = (
    (Trouble.A_DASH, re.compile(r"-+|\.+|/")),
    (Trouble.A_DATE, re.compile(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-]([0-9]{4}|[0-9]{2})|[0-9]{4}-[0-9]{2}-[0-9]{2}.*")),
    (
        Trouble.TWO_FIGURES,
        re.compile(rf"(between )?{_FIGURE} ?(/|-|:|&|\\| to | or | and | of | out of |, )+ ?{_FIGURE}"),
    ),
)
"""What is asked about as it stands, by its shape."""

_BEFORE_WORDS = {word: str(meant) for meant, words in BOUNDS.items() for word in words}
_AFTER_WORDS = {word: str(meant) for meant, words in AFTER.items() for word in words}


def _any_of(words: dict[str, str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_BEFORE = re.compile(rf"(?P<said>{_any_of(_BEFORE_WORDS)}) ?(?P<rest>[(£.0-9].*)")
_AFTER = re.compile(rf"(?P<rest>.*[0-9%)a-z]) ?(?<![a-z])\(?(?P<said>{_any_of(_AFTER_WORDS)})\)?")


def _without_qualifiers(text: str) -> tuple[str, tuple[str, ...]]:
    """`40` and `at least` of `40+`; the statuses that words before and after the figure mean."""
    said: list[str] = []
    for shape, words in ((_BEFORE, _BEFORE_WORDS), (_AFTER, _AFTER_WORDS)):
        found = shape.fullmatch(text)
        if found:
            text = found["rest"].strip()
            said.append(words[found["said"]])
    return text, tuple(dict.fromkeys(said))


_AMOUNT = re.compile(
    r"(?P<open>\()?(?P<sign>[-+])? ?(?P<money>[£$€]|gbp ?)?(?P<inner>-)? ?"
    r"(?P<digits>\.?[0-9](?:[0-9,.' ]*[0-9])?) ?(?P<unit>%|[a-z][a-z ]*[a-z])?(?P<trailing>-)?(?P<close>\))?"
)


def _of_amount(text: str, row: Row, guard: Guard) -> Tidied:
    """A number with its sign, its currency and its unit, if these are what is asked for."""
    found = _AMOUNT.fullmatch(text)
    if not found or bool(found["open"]) != bool(found["close"]):
        return Tidied(None, trouble=Trouble.NOT_A_NUMBER)
    signs = [sign for sign in (found["open"], found["sign"], found["inner"], found["trailing"]) if sign]
    if len(signs) > 1 or ("+" in signs and guard.minimum is not None):
        return Tidied(None, trouble=Trouble.NOT_A_NUMBER)
    unit = _unit(found["money"], found["unit"], row, guard)
    number = _digits(found["digits"], guard)
    for trouble in (unit, number):
        if isinstance(trouble, Trouble):
            return Tidied(None, trouble=trouble)
    value, separated = number if isinstance(number, tuple) else (Decimal(0), False)
    is_negative = bool(signs) and signs != ["+"]
    changes = (
        *((Tidying.SEPARATORS,) if separated else ()),
        *((Tidying.NEGATIVE,) if is_negative and not (found["sign"] or found["inner"]) else ()),
        *((unit,) if isinstance(unit, Tidying) else ()),
    )
    percent = unit is Tidying.PERCENT
    value = (-value if is_negative else value) / (100 if percent else 1)
    return Tidied(_number(text, value, percent=percent), changes=changes)


def _number(text: str, value: Decimal, *, percent: bool = False) -> Cell:
    return Cell(Typed.NUMBER, text, number=value, percent=percent)


def _unit(money: str | None, unit: str | None, row: Row, guard: Guard) -> Tidying | Trouble | None:
    """How the unit was typed, if it was; a trouble where it is another's, or no unit."""
    if money and (unit or money in "$€" or not _is_money(guard)):
        return Trouble.OTHER_UNIT
    if money:
        return Tidying.CURRENCY
    if unit is None:
        return None
    asked, sort = _asked_unit(row, guard)
    if unit in _forms(asked):
        return sort
    return Trouble.OTHER_UNIT if _line_of(unit) else Trouble.NOT_A_NUMBER


def _asked_unit(row: Row, guard: Guard) -> tuple[str, Tidying]:
    """The unit that a figure is asked for in, and what it is called to type it."""
    if guard.percent:
        return "percent", Tidying.PERCENT
    return ("gbp", Tidying.CURRENCY) if _is_money(guard) else (plain(row.unit), Tidying.UNIT)


def _forms(unit: str) -> tuple[str, ...]:
    """A unit as people type it: itself, what it is one of, its first word where more words say of what or how often."""
    head, _, rest = unit.partition(" ")
    heads = (head,) if rest.startswith(("a ", "per ", "of ", "each ")) else ()
    several = (unit, *heads)
    ones = (re.sub(r"(?<=.)ies$", "y", one) if one.endswith("ies") else one.removesuffix("s") for one in several)
    return (*several, *ones, *(form for one in several for form in _line_of(one)))


def unit_typed(text: str) -> str:
    """The unit that was typed with a figure, where it is one of `UNITS` or a currency; empty for any other words."""
    found = re.search(r"[£$€%]|[a-z][a-z ]*[a-z]", plain(text))
    word = found[0] if found else ""
    return word if word in tuple("£$€%") or _line_of(word) else ""


def _line_of(unit: str) -> tuple[str, ...]:
    return next((line for line in UNITS if unit in line), ())


def _is_money(guard: Guard) -> bool:
    return guard.number_format.startswith("£")


_PLAIN = re.compile(r"[0-9]*\.?[0-9]+")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?P<mark>[, '])[0-9]{3}(?:(?P=mark)[0-9]{3})*(?:\.[0-9]+)?")
_LIKE_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_TWO_NUMBERS = re.compile(r"[0-9.,]+(?: [0-9.,]+)+")


def _digits(text: str, guard: Guard) -> tuple[Decimal, bool] | Trouble:
    """The number that digits and their separators can only mean, and whether there were separators."""
    mark = "," if guard.places >= FINE else "."
    if _LIKE_THOUSANDS.fullmatch(text) and mark in text:
        return Trouble.TWO_READINGS
    if _PLAIN.fullmatch(text):
        return Decimal(text), False
    if grouped := _GROUPED.fullmatch(text):
        return Decimal(text.replace(grouped["mark"], "")), True
    return Trouble.TWO_FIGURES if _TWO_NUMBERS.fullmatch(text) else Trouble.TWO_READINGS
