"""Questions about what is agreed without a return: can amounts and times be read, and do they name what is there?"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

from commissioning.contract.raw import WHOLE_CONTRACT, Raw, Said, listed, table, tables, unknown
from commissioning.contract.times import read_day_month_or_year, read_time
from commissioning.errors import CommissioningError
from commissioning.measures import KINDS
from commissioning.model.funding import LineBasis
from commissioning.money import read_money

MONEY_TABLES = ("contribution", "floor", "ceiling", "reserve")
"""The tables under [funding] that each state an amount, which is a figure."""

CONDITIONAL = ("contribution", "line")
"""The tables under [funding] that name a funder and may have conditions."""

OWN_CODES = frozenset({"value", "share", "no-stated-area", "no-stated-funder"})
"""The codes of what every contract's figures may hold already."""

LEAST_SAID = {
    "": ("legal_form", "value", "term", "reporting", "funding"),
    "parties": ("provider",),
    "term": ("starts", "ends"),
    "reporting": ("due_working_days",),
}
"""What a contract that is no transcription must say, if only that it is not stated, by table."""


def amounts_of(raw: Raw) -> Iterator[tuple[str, Raw]]:
    """Every table that states an amount of money, with its key path."""
    if value := table(raw, "value"):
        yield "value", value
    for name in (*MONEY_TABLES, "line"):
        for code, found in tables(table(raw, "funding"), name):
            yield f"funding.{name}.{code}", found
    yield from ((f"payment.{code}", found) for code, found in tables(raw, "payment"))


def _what_is_issued_says_everything(raw: Raw) -> Iterator[Said]:
    if raw.get("origin") == "transcribed":
        return
    for name, keys in LEAST_SAID.items():
        there = table(raw, name) if name else raw
        for key in keys if there or not name else ():
            if key not in there:
                yield f"{name}.{key}" if name else key, "is not there", _add(key)
    for code, measure in tables(raw, "measure"):
        for key in ("definition", "counting_rule"):
            if key not in measure:
                yield f"measure.{code}.{key}", "is not there", _add(key)


def _add(key: str) -> str:
    return "Add it." if key == "term" else 'Add it, or write "not stated" where the contract does not say.'


def _amounts_can_be_read(raw: Raw) -> Iterator[Said]:
    for path, found in amounts_of(raw):
        amount = found.get("amount")
        if isinstance(amount, str) and amount != "not stated":
            try:
                read_money(amount)
            except CommissioningError as unclear:
                yield f"{path}.amount", f"is {amount!r}", str(unclear)


def _times_can_be_read(raw: Raw) -> Iterator[Said]:
    timed = [*amounts_of(raw), *((f"capacity.{code}", found) for code, found in tables(raw, "capacity"))]
    for path, found in timed:
        forms = [key for key in ("period", "from", "until") if found.get(key)]
        if "period" in forms and len(forms) > 1:
            yield f"{path}.period", f"stands beside {forms[1]}", "State the period, or from when and until when."
            continue
        try:
            read_time(found.get("period"), found.get("from"), found.get("until"))
        except CommissioningError as unclear:
            yield f"{path}.{forms[0]}", f"is {str(found[forms[0]])!r}", str(unclear)


def _days_can_be_read(raw: Raw) -> Iterator[Said]:
    for path, words in _days(raw):
        if isinstance(words, str) and words not in ("", "not stated"):
            try:
                read_day_month_or_year(words)
            except CommissioningError as unclear:
                yield path, f"is {words!r}", str(unclear)


def _days(raw: Raw) -> Iterator[tuple[str, date | str | None]]:
    for number, event in events_of(raw):
        yield from ((f"event.{number}.{key}", event.get(key)) for key in ("on", "by", "was"))
    for code, reserve in tables(table(raw, "funding"), "reserve"):
        yield f"funding.reserve.{code}.likely_spent_by", reserve.get("likely_spent_by")
    for name in CONDITIONAL:
        for code, found in tables(table(raw, "funding"), name):
            for number, condition in rows_of(found, "condition"):
                yield f"funding.{name}.{code}.condition.{number}.by", condition.get("by")


def events_of(raw: Raw) -> list[tuple[int, Raw]]:
    """The events, each with its place in the text."""
    return rows_of(raw, "event")


def rows_of(raw: Raw, key: str) -> list[tuple[int, Raw]]:
    """The tables of a list of tables, each with its place in the text."""
    found = raw.get(key)
    return [(n, row) for n, row in enumerate(found) if isinstance(row, dict)] if isinstance(found, list) else []


def organisations_named(raw: Raw) -> Iterator[tuple[str, object]]:
    """Who gives, holds, hands over or takes over, by key path."""
    for name in CONDITIONAL:
        for code, found in tables(table(raw, "funding"), name):
            yield f"funding.{name}.{code}.funder", found.get("funder")
    for code, found in tables(table(raw, "funding"), "reserve"):
        yield f"funding.reserve.{code}.holder", found.get("holder")
    for number, event in events_of(raw):
        yield from ((f"event.{number}.{key}", event.get(key)) for key in ("from_provider", "to_provider"))


def _services_are_there(raw: Raw) -> Iterator[Said]:
    known = [*table(raw, "service"), WHOLE_CONTRACT]
    for code, found in tables(table(raw, "funding"), "contribution"):
        for service in listed(found, "services"):
            yield from unknown(f"funding.contribution.{code}.services", service, known, "service")
    for code, found in tables(raw, "capacity"):
        for service in table(found, "amounts"):
            yield from unknown(f"capacity.{code}.amounts", service, known, "service")


def _codes_stand_once(raw: Raw) -> Iterator[Said]:
    taken = {**dict.fromkeys(OWN_CODES, "every contract's"), **dict.fromkeys(table(raw, "measure"), "a measure's")}
    found = [(f"capacity.{code}", code) for code, _ in tables(raw, "capacity")]
    found += [(f"funding.{n}.{code}", code) for n in MONEY_TABLES for code, _ in tables(table(raw, "funding"), n)]
    for path, code in found:
        if code in taken:
            yield path, f"has an id that is {taken[code]} already", "Choose another id."
        taken.setdefault(code, "another amount's")


def _capacity_is_stated_once(raw: Raw) -> Iterator[Said]:
    for code, found in tables(raw, "capacity"):
        forms = [key for key in ("amount", "amounts") if found.get(key) not in (None, {})]
        if len(forms) != 1:
            yield (
                f"capacity.{code}",
                f"states {' and '.join(forms) or 'no amount'}",
                "State amount for the whole, or amounts by service.",
            )


def _capacity_fits_its_kind(raw: Raw) -> Iterator[Said]:
    for code, found in tables(raw, "capacity"):
        kind = KINDS.get(str(found.get("kind", "snapshot-of-things")))
        for amount in (found.get("amount"), *table(found, "amounts").values()):
            if kind and kind.guard and isinstance(amount, int | str) and re.fullmatch(r"-?\d+(\.\d+)?", str(amount)):
                number = Decimal(amount)
                fine = number != number.quantize(Decimal(1).scaleb(-kind.guard.places))
                if fine or (kind.guard.minimum is not None and number < kind.guard.minimum):
                    there = f"states {amount}, and its kind is {kind.title}"
                    yield f"capacity.{code}", there, f"Write {_asks(kind.guard.asks)}"


def _asks(words: str) -> str:
    return words[:1].lower() + words[1:]


def _funding_says_something(raw: Raw) -> Iterator[Said]:
    funding = raw.get("funding")
    if not isinstance(funding, dict):
        return
    if not any(funding.get(key) for key in ("share", "line", *MONEY_TABLES)):
        yield (
            "funding",
            "states nothing",
            'Write shares, lines, contributions, floors, ceilings or reserves, or "not stated".',
        )
    of_total = any(line.get("basis") == LineBasis.SHARE for _, line in tables(funding, "line"))
    if (funding.get("share") or of_total) and "shares_are" not in funding:
        yield "funding.shares_are", "is not there", "Write exact or whole percents."


AGREED_QUESTIONS: tuple[Callable[[Raw], Iterator[Said]], ...] = (
    _what_is_issued_says_everything,
    _amounts_can_be_read,
    _times_can_be_read,
    _days_can_be_read,
    _services_are_there,
    _codes_stand_once,
    _capacity_is_stated_once,
    _capacity_fits_its_kind,
    _funding_says_something,
)
