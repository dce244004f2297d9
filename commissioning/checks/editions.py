"""Which return is this, as what is it taken, and how does it fit what is asked now?"""

from collections.abc import Iterator
from dataclasses import dataclass

from commissioning.editions import Moved, Placed
from commissioning.editions.merging import Rivalry
from commissioning.findings import Checks, Fault
from commissioning.model.finding import Severity
from commissioning.period import label
from commissioning.posting import APRIL


@dataclass(frozen=True, slots=True)
class Edition:
    """By what a file was read and as what it is taken; where it was read, its answers under the codes of now."""

    placed: Placed
    moved: Moved | None = None


EDITION_CHECKS = Checks(Edition, "Which return is this, and how does it fit what is asked now?", rank=15)
declare = EDITION_CHECKS.declare

MOST_NAMED = 6
"""So many questions are named one by one."""


def _listed(abouts: list[str]) -> str:
    """The names, the first few of many."""
    names = list(dict.fromkeys(abouts))
    more = [f"{len(names) - MOST_NAMED} more"] if len(names) > MOST_NAMED else []
    named = [*names[:MOST_NAMED], *more]
    return " and ".join(part for part in (", ".join(named[:-1]), named[-1]) if part)


@declare(
    "E001",
    Severity.NOTE,
    "What is asked now was not asked when this return was issued: {new}.",
    "Nothing was posted for it; issue the return again, or refill it into a new one, if it must be answered.",
)
def return_does_not_ask_what_is_asked_now(edition: Edition) -> Iterator[Fault]:
    """A figure that nobody was asked for must not look forgotten."""
    new = edition.moved.new if edition.moved else ()
    if new:
        measures = tuple(dict.fromkeys(row.key.measure for row in new))
        yield Fault((), {"new": _listed([row.about for row in new])}, measures)


@declare(
    "E002",
    Severity.NOTE,
    "{about} is no longer asked.",
    "What was answered was kept as it came, under the code that it was asked by.",
)
def answer_has_no_place_any_more(edition: Edition) -> Iterator[Fault]:
    """An answer to a question that is gone is neither lost nor taken for another's."""
    for answer in edition.moved.gone if edition.moved else ():
        yield Fault((answer.place,), {"about": answer.about}, (answer.key.measure,))


@declare(
    "E003",
    Severity.NOTE,
    "This is the template of {template}, and was taken as the return of {taken}, as was said.",
    "Make sure that no answer in it was left from the other period.",
)
def template_is_of_another_period(edition: Edition) -> Iterator[Fault]:
    """Last quarter's template does as well, once somebody says which quarter is meant."""
    placed = edition.placed
    if placed.template and placed.taken_as and placed.template.contract == placed.taken_as.contract:
        yield Fault((), {"template": str(placed.template), "taken": str(placed.taken_as)})


def _other_contract(edition: Edition) -> dict[str, str] | None:
    placed = edition.placed
    if placed.template is None or placed.taken_as is None or placed.template.contract == placed.taken_as.contract:
        return None
    return {"template": str(placed.template), "taken": str(placed.taken_as), "shared": str(placed.shared)}


@declare(
    "E004",
    Severity.STOPS,
    "This is the template of {template}, not of {taken}: it asks only {shared}% of what is asked there.",
    "Copy the answers into the return of {taken}, and send that.",
)
def template_is_of_another_contract(edition: Edition) -> Iterator[Fault]:
    """Two contracts that ask alike may still not mean the same."""
    facts = _other_contract(edition)
    if facts and edition.placed.reads is None:
        yield Fault((), facts)


@declare(
    "E005",
    Severity.NEEDS_EXPLANATION,
    "This is the template of {template}, and was taken as the return of {taken}, as was said: "
    "it asks {shared}% of what is asked there.",
    "Say why another contract's template was used, and that its figures are of this contract.",
    "Are these figures of this contract?",
)
def template_of_another_contract_was_taken(edition: Edition) -> Iterator[Fault]:
    """Where nearly all is asked alike the answers have a place, but whose they are must be said."""
    facts = _other_contract(edition)
    if facts and edition.placed.reads is not None:
        yield Fault((), facts)


@declare(
    "E006",
    Severity.STOPS,
    "This file does not say which return it is, since {why}. It looks like {like}.",
    "Copy the answers into the return you were sent, or say which this is, with --contract and --period, such as: "
    "{such_as}.",
)
def file_looks_like_a_return(edition: Edition) -> Iterator[Fault]:
    """What a file looks like is told, and never taken for granted."""
    placed = edition.placed
    if placed.unread and placed.like:
        like = [f"the return of {one.contract} ({one.there} of {one.asked} rows)" for one in placed.like]
        such_as = f"--contract {placed.like[0].contract} --period {placed.such_as or 'PERIOD'}"
        yield Fault((), {"why": placed.unread, "like": " or ".join(like), "such_as": such_as})


@declare(
    "E007",
    Severity.NOTE,
    "This file was read as the return of {taken}, as was said, since {why}: {there} of {asked} rows are in it.",
    "Each answer was found by its code or label.",
)
def return_was_read_as_said(edition: Edition) -> Iterator[Fault]:
    """Answers that were copied elsewhere are as good, once somebody says whose they are."""
    if edition.placed.reads is not None:
        yield from _held(edition)


@declare(
    "E008",
    Severity.STOPS,
    "This file was said to be the return of {taken}, but only {there} of its {asked} rows are in it.",
    "Say whose return it is; or put what it holds into that return with commissioning refill, and complete it.",
)
def file_is_not_what_was_said(edition: Edition) -> Iterator[Fault]:
    """A slip in what is typed after --contract must not make a return of any table."""
    if edition.placed.reads is None:
        yield from _held(edition)


def _held(edition: Edition) -> Iterator[Fault]:
    placed = edition.placed
    if placed.holds and placed.unread:
        counts = {"there": str(placed.holds.there), "asked": str(placed.holds.asked)}
        yield Fault((), {"taken": str(placed.taken_as), "why": placed.unread, **counts})


@declare(
    "E009",
    Severity.NEEDS_EXPLANATION,
    "{where} names {named}, and this is the return {taken}.",
    "If its answers are for {named}, give the file by itself with --contract and --period {named}; "
    "if not, say why the other is named.",
    "Which period are the figures of?",
)
def another_period_is_named(edition: Edition) -> Iterator[Fault]:
    """Last quarter's template, filled in for this one, says so on its cover or in its name."""
    names, placed = edition.placed.names, edition.placed
    if names is None or placed.reads is None:
        return
    where = "The cover" if names.place.sheet else "The name of this file"
    period = placed.taken_as.period if placed.taken_as else label(placed.reads.period, APRIL)
    places = (names.place,) if names.place.sheet else ()
    yield Fault(places, {"where": where, "named": names.period, "taken": f"for {period}"})


@dataclass(frozen=True, slots=True)
class Beside:
    """The files of a return's contract and period that its answers were compared with, and how they go together.

    Told when it is imported and never recorded: what is found must not depend on which files come together.
    """

    files: str
    rivalry: Rivalry


RIVAL_CHECKS = Checks(Beside, "How does a return go together with another of its contract and period?", rank=51)


@RIVAL_CHECKS.declare(
    "E010",
    Severity.NOTE,
    "Its answers do not contradict those of {beside}: they look like parts of one return.",
    "Put them together with commissioning refill, and import what that writes.",
)
def rivals_are_parts_of_one_return(beside: Beside) -> Iterator[Fault]:
    """Colleagues fill in the sheets of one return in a copy each."""
    yield from _rivals(beside, Rivalry.PARTS)


@RIVAL_CHECKS.declare(
    "E011",
    Severity.NOTE,
    "Most of its figures are others than those of {beside}.",
    "If they are for another period, typed into this one's template, import the file by itself with --contract and "
    "--period.",
)
def rival_may_be_of_another_period(beside: Beside) -> Iterator[Fault]:
    """Last quarter's template is at hand when this quarter's figures are due."""
    yield from _rivals(beside, Rivalry.OTHER)


@RIVAL_CHECKS.declare(
    "E012",
    Severity.NOTE,
    "Its answers are those of {beside}, every one.",
    "It adds nothing to that one.",
)
def rival_gives_the_same_answers(beside: Beside) -> Iterator[Fault]:
    """A file that was opened and saved again is another file with the same answers."""
    yield from _rivals(beside, Rivalry.SAME)


def _rivals(beside: Beside, sort: Rivalry) -> Iterator[Fault]:
    if beside.files and beside.rivalry is sort:
        yield Fault((), {"beside": beside.files})
