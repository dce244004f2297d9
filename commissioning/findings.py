"""Checks to findings: the decorator that declares a check, and the order findings are said in.

A check is a function that yields a Fault for each thing wrong. Its code, severity, words and
remedy live in its decorator and nowhere else; `docs/checks.md` is generated from them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Generic, TypeVar

from commissioning.model.finding import Finding, Place, Severity

Evidence = TypeVar("Evidence")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: the cells it is in, and the facts its check's words are filled with."""

    places: tuple[Place, ...]
    facts: Mapping[str, str] = field(default_factory=dict)
    measures: tuple[str, ...] = ()
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Check(Generic[Evidence]):
    """A declared check. `name` complains, so that the list of checks reads as complaints.

    `question` is what the provider is asked about a fault at the meeting; a note without one is not asked about.
    """

    code: str
    name: str
    severity: Severity
    there: str
    remedy: str
    why: str
    find: Callable[[Evidence], Iterable[Fault]]
    question: str = ""

    def findings(self, evidence: Evidence) -> Iterator[Finding]:
        """What this check has to say about the evidence."""
        return (self._finding(fault) for fault in self.find(evidence))

    def _finding(self, fault: Fault) -> Finding:
        words = (self.there.format(**fault.facts), self.remedy.format(**fault.facts))
        return Finding(self.code, fault.severity or self.severity, fault.places, *words, fault.measures)


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
        self, code: str, severity: Severity, there: str, remedy: str, question: str = ""
    ) -> Callable[[Callable[[Evidence], Iterable[Fault]]], Callable[[Evidence], Iterable[Fault]]]:
        """Declare the function below as the check of that code."""

        def declared(find: Callable[[Evidence], Iterable[Fault]]) -> Callable[[Evidence], Iterable[Fault]]:
            if code in self.table:
                raise ValueError(f"Two checks are declared as {code}.")
            name = find.__name__.replace("_", " ")
            self.table[code] = Check(code, name, severity, there, remedy, find.__doc__ or "", find, question)
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


def in_order(findings: Iterable[Finding], sheets: tuple[str, ...]) -> tuple[Finding, ...]:
    """Findings in the template's own order: of the file first, then by sheet and cell."""
    return tuple(sorted(findings, key=lambda finding: (_position(finding, sheets), finding.code, finding.there)))


def place_at(sheet: str, row: int, column: int) -> Place:
    """The place of a cell by row and column, both counted from 1."""
    return Place(sheet, f"{_letters(column)}{row}")


def said(finding: Finding, file: str = "") -> str:
    """A finding on one line, such as `file: Refuge!G6: C001, stops. What is there. What to do.` and no more."""
    cells = ", ".join(str(place) for place in finding.places)
    where = "".join(f"{part}: " for part in (file, cells) if part)
    return f"{where}{finding.code}, {finding.severity}. {finding.there} {finding.remedy}".rstrip()


def _joined(earlier: Finding, later: Finding) -> Finding:
    places = dict.fromkeys((*earlier.places, *later.places))
    return replace(earlier, places=tuple(places), measures=tuple(dict.fromkeys((*earlier.measures, *later.measures))))


def _position(finding: Finding, sheets: tuple[str, ...]) -> tuple[int, int, int]:
    if not finding.places:
        return (-1, 0, 0)
    place = finding.places[0]
    sheet = sheets.index(place.sheet) if place.sheet in sheets else len(sheets)
    return (sheet, *_row_and_column(place.cell))


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
