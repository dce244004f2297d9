"""Checks to findings: the decorator that declares a check, and the order findings are said in.

A check is a function that yields a Fault for each thing wrong. Its code, severity, words and
remedy live in its decorator and nowhere else; `docs/checks.md` is generated from them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Generic, Protocol, TypeVar

from commissioning.model.finding import ON_TRIAL, Clause, Finding, Place, Severity
from commissioning.model.returned import Return

Evidence = TypeVar("Evidence")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: the cells it is in, and the facts its check's words are filled with."""

    places: tuple[Place, ...]
    facts: Mapping[str, str] = field(default_factory=dict)
    measures: tuple[str, ...] = ()
    severity: Severity | None = None
    on_trial: bool = False


@dataclass(frozen=True, slots=True)
class Check(Generic[Evidence]):
    """A declared check. `name` complains, so that the list of checks reads as complaints.

    `question` is what the provider is asked about a fault at the meeting; a note without one is not asked about.
    While a check is `on_trial`, what it finds is a note, whatever its severity.
    """

    code: str
    name: str
    severity: Severity
    there: str
    remedy: str
    why: str
    find: Callable[[Evidence], Iterable[Fault]]
    question: str = ""
    on_trial: bool = False

    def findings(self, evidence: Evidence) -> Iterator[Finding]:
        """What this check has to say about the evidence."""
        return (self._finding(fault) for fault in self.find(evidence))

    def _finding(self, fault: Fault) -> Finding:
        words = (self.there.format(**fault.facts), self.remedy.format(**fault.facts))
        found = Finding(self.code, fault.severity or self.severity, fault.places, *words, fault.measures)
        return tried_out(found) if self.on_trial or fault.on_trial else found


class Checks(Generic[Evidence]):
    """The declared checks of one question, in the order they were declared. No code stands twice.

    `of` is the evidence they are handed, which tells when they run; `rank` their place among the questions.
    """

    def __init__(self, of: type[Evidence], asks: str, rank: int = 100) -> None:
        self.of = of
        self.asks = asks
        self.rank = rank
        self.table: dict[str, Check[Evidence]] = {}

    def declare(
        self, code: str, severity: Severity, there: str, remedy: str, question: str = "", *, on_trial: bool = False
    ) -> Callable[[Callable[[Evidence], Iterable[Fault]]], Callable[[Evidence], Iterable[Fault]]]:
        """Declare the function below as the check of that code."""

        def declared(find: Callable[[Evidence], Iterable[Fault]]) -> Callable[[Evidence], Iterable[Fault]]:
            if code in self.table:
                raise ValueError(f"Two checks are declared as {code}.")
            name = find.__name__.replace("_", " ")
            why = find.__doc__ or ""
            self.table[code] = Check(code, name, severity, there, remedy, why, find, question, on_trial)
            return find

        return declared

    def findings(self, evidence: Evidence) -> tuple[Finding, ...]:
        """Everything the checks of this stage find, the same fault in many cells said once."""
        return combined(finding for check in self.table.values() for finding in check.findings(evidence))


def combined(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings with the same words become one, with all their places."""
    said: dict[tuple[str, str, str, str], Finding] = {}
    for finding in findings:
        words = (finding.code, finding.severity, finding.there, finding.remedy)
        earlier = said.get(words)
        said[words] = _joined(earlier, finding) if earlier else finding
    return tuple(said.values())


NOTHING_ASKED = "This rule is being tried out: it stops nothing yet, and nothing is asked of you."
"""What to do about what a rule on trial found."""


def tried_out(finding: Finding) -> Finding:
    """What a rule on trial found: a note that says so, whatever the rule will do once it counts."""
    return replace(finding, severity=Severity.NOTE, there=f"{ON_TRIAL}{finding.there}", remedy=NOTHING_ASKED)


def in_order(
    findings: Iterable[Finding], returned: Return | None = None, sheets: Iterable[str] = ()
) -> tuple[Finding, ...]:
    """Findings in the template's own order, wherever its sheets and rows now stand: of the whole file first, then
    answer by answer, a cell beside an answer or under it with that answer, then other `sheets`, cell by cell."""
    findings = tuple(findings)
    order = _Order.of(returned, (*sheets, *(place.sheet for finding in findings for place in finding.places)))
    return tuple(sorted(findings, key=lambda finding: (order.position(finding), finding.code, finding.there)))


def place_at(sheet: str, row: int, column: int) -> Place:
    """The place of a cell by row and column, both counted from 1."""
    return Place(sheet, f"{_letters(column)}{row}")


def said(finding: Finding, file: str = "") -> str:
    """A finding on one line, such as `file: Refuge!G6: C001, stops. What is there. What to do.` and no more."""
    where = "".join(f"{part}: " for part in (file, cells_in_words(finding.places)) if part)
    return f"{where}{finding.code}, {finding.severity}. {finding.there} {finding.remedy}".rstrip()


def cells_in_words(places: Iterable[Place]) -> str:
    """The places in the order given, three or more cells under each other as one range: `Refuge!G6:G11, Refuge!H4`."""
    runs = runs_of(places)
    return ", ".join(
        words for before, run in zip([None, *runs], runs, strict=False) for words in _run_in_words(run, before)
    )


def runs_of(places: Iterable[Place]) -> list[list[Place]]:
    """The places in the order given, cells under each other together, however many columns they are told across."""
    places = tuple(dict.fromkeys(places))
    known, runs, told = set(places), [], set[Place]()
    for place in places:
        if place not in told:
            run = [place]
            while (below := _below(run[-1])) in known and below not in told:
                run.append(below)
            told.update(run)
            runs.append(run)
    return runs


def _below(place: Place) -> Place | None:
    """The cell under another."""
    row, column = _row_and_column(place.cell)
    return place_at(place.sheet, row + 1, column) if row else None


A_RUN = 3
"""So many cells under each other are said as a range."""


def _run_in_words(run: list[Place], before: list[Place] | None) -> Iterable[str]:
    """A run of cells; of a file of contract text, the key alone where the file has just been named."""
    if before and isinstance(run[0], Clause) and before[-1].sheet == run[0].sheet:
        return (run[0].cell,)
    return (f"{run[0]}:{run[-1].cell}",) if len(run) >= A_RUN else map(str, run)


@dataclass(frozen=True, slots=True)
class Group:
    """Findings that do the same to a return, under what they are called together."""

    called: str
    findings: tuple[Finding, ...]


_GROUPS = {
    Severity.STOPS: "What stops it",
    Severity.NEEDS_EXPLANATION: "What needs explanation",
    Severity.WAIVED: "What is waived",
    Severity.NOTE: "Notes",
}
TRIALS = "On trial"


def grouped(findings: Iterable[Finding]) -> tuple[Group, ...]:
    """Findings by what they do, the gravest first and rules on trial last, each group in the order given."""
    found: dict[str, list[Finding]] = {called: [] for called in (*_GROUPS.values(), TRIALS)}
    for finding in findings:
        found[TRIALS if finding.on_trial else _GROUPS[finding.severity]].append(finding)
    return tuple(Group(called, tuple(of_it)) for called, of_it in found.items() if of_it)


class Explained(Protocol):
    """What may have an explanation beside it: an answer of a return, or an entry of the ledger."""

    @property
    def place(self) -> Place:
        """Where the figure stands."""

    @property
    def explanation(self) -> str:
        """What was typed beside it."""


LONGEST_EXPLANATION = 1000
"""So many characters of an explanation are printed beside its figure; the rest is in the return and in its receipt."""


def in_short(explanation: str) -> str:
    """An explanation as it is printed beside a figure: its beginning, where it is longer than anybody reads there."""
    if len(explanation) <= LONGEST_EXPLANATION:
        return explanation
    return f"{explanation[:LONGEST_EXPLANATION].rstrip()}…"


def explanation_of(finding: Finding, given: Iterable[Explained]) -> str:
    """What the provider typed beside the figures in the rows that a finding is about; nothing of other rows."""
    rows = {(place.sheet, _row_and_column(place.cell)[0]) for place in finding.places if place.cell}
    beside = (one for one in given if one.explanation)
    found = (one.explanation for one in beside if (one.place.sheet, _row_and_column(one.place.cell)[0]) in rows)
    return "; ".join(map(in_short, dict.fromkeys(found)))


def _joined(earlier: Finding, later: Finding) -> Finding:
    places = dict.fromkeys((*earlier.places, *later.places))
    return replace(earlier, places=tuple(places), measures=tuple(dict.fromkeys((*earlier.measures, *later.measures))))


@dataclass(frozen=True, slots=True)
class _Order:
    """Which answer of a return stands in each row of a sheet, counted in the template's order, and every sheet that is
    named, those of the template first."""

    answers: Mapping[str, Mapping[int, int]]
    sheets: tuple[str, ...]

    @classmethod
    def of(cls, returned: Return | None, sheets: Iterable[str]) -> "_Order":
        """The order of a return's template; without a return, of the sheets as they are named."""
        answers: dict[str, dict[int, int]] = {}
        for number, answer in enumerate(returned.answers if returned else ()):
            row, _ = _row_and_column(answer.place.cell)
            answers.setdefault(answer.place.sheet, {}).setdefault(row, number)
        return cls(answers, tuple(dict.fromkeys((*answers, *sheets))))

    def position(self, finding: Finding) -> tuple[int, int, int, int]:
        """The sheet, the answer on it, and the row and column of the finding's first place; -1 is before all."""
        place = finding.places[0] if finding.places else Place()
        is_of_the_file = not place.cell and place.sheet not in self.answers
        row, column = _row_and_column(place.cell)
        if is_of_the_file:
            return (-1, 0, 0, 0)
        return (self.sheets.index(place.sheet), self._answer(place.sheet, row), row, column)

    def _answer(self, sheet: str, row: int) -> int:
        """The answer in that row, or else the one in the nearest row above it; -1 above the first."""
        rows = self.answers.get(sheet, {})
        above = max((at for at in rows if at <= row), default=None)
        return -1 if above is None else rows[above]


def _row_and_column(cell: str) -> tuple[int, int]:
    match = re.fullmatch(r"([A-Z]+)(\d+)", cell)
    if match is None:
        return (0, 0)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return (int(match[2]), column)


@lru_cache(maxsize=1024)
def _letters(column: int) -> str:
    letters = ""
    while column:
        column, remainder = divmod(column - 1, 26)
        letters = chr(65 + remainder) + letters
    return letters
