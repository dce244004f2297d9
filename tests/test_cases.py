"""The worked examples in `cases/`: contract text and returns come to the findings and figures written beside them."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from commissioning.beside import say_given
from commissioning.checks import Admission, check_admission, check_return
from commissioning.contract import read_book
from commissioning.contract.reporting import due_date, period_label, previous_period
from commissioning.findings import in_order, said
from commissioning.ledger import history_before, verdict_of
from commissioning.model.contract import Contract
from commissioning.model.figure import Basis, Figure
from commissioning.model.posted import Entry, State, Verdict
from commissioning.period import read_period
from commissioning.totals.figures import Ledger, figures_of
from tests.builders import a_return, a_specification, entries

CASES = Path(__file__).parent / "cases"
NAMES = sorted(path.parent.name for path in CASES.glob("*/contract.toml"))


@pytest.mark.parametrize("name", NAMES)
def test_a_worked_example(name: str) -> None:
    """What the engine finds and what then stands are what the example says."""
    case = CASES / name
    findings, ledger = worked(case)
    assert "\n\n".join(findings) + "\n" == (case / "findings.txt").read_text()
    written = (case / "figures.txt").read_text()
    sections = [section.splitlines()[0] for section in written.split("\n\n")]
    assert "\n\n".join(figures(ledger, section) for section in sections) + "\n" == written


def test_there_are_worked_examples() -> None:
    """An empty folder would prove nothing."""
    assert len(NAMES) >= 3


def worked(case: Path) -> tuple[list[str], Ledger]:
    """Every return of an example, checked and admitted in order: what is said of each, and what stands after all."""
    texts = {path.name: path.read_text() for path in (CASES / "organisations.toml", case / "contract.toml")}
    book = read_book(texts)
    assert [str(fault) for fault in book.faults] == []
    contract, posted, findings = book.contracts["contract"], tuple[Entry, ...](), []
    for path in sorted(case.glob("20*.txt"), key=lambda path: path.stem):
        words, new = admitted(contract, path, posted)
        findings.append(words)
        posted += new
    return findings, Ledger(contract, posted)


def admitted(contract: Contract, path: Path, posted: tuple[Entry, ...]) -> tuple[str, tuple[Entry, ...]]:
    """One return: what is said of it, and what is posted."""
    received, _, answers = path.read_text().partition("\n\n")
    day, period = date.fromisoformat(received.removeprefix("received ")), read_period(path.stem.split(",")[0])
    terms = contract.terms_for(period)
    given = a_return(answers, a_specification(terms, path.stem.split(",")[0]))
    history = history_before(posted, period)
    due, before = due_date(terms, period), previous_period(terms, period)
    admission = Admission(given.returned, given.specification, history, before, day, due)
    findings = in_order((*check_return(given), *check_admission(admission)), given.returned)
    verdict = verdict_of(findings)
    first = f"{period_label(terms, period)} came on {day.day} {day:%B %Y}: {verdict}"
    words = "\n".join([first, *(f"  {said(finding)}" for finding in findings)])
    state = State.ACCEPTED if verdict is Verdict.ACCEPTED else State.PROVISIONAL
    return words, () if verdict is Verdict.STOPPED else entries(given, len(posted) + 1, state)


def figures(ledger: Ledger, section: str) -> str:
    """The figures of a period, or what it comes to in total, a line each."""
    found = figures_of(ledger, read_period(section.removesuffix(" in total")))
    wanted = (figure for figure in found if (figure.basis is Basis.TOTAL) == section.endswith(" in total"))
    return "\n".join([section, *lines(wanted)])


def lines(found: Iterator[Figure]) -> Iterator[str]:
    """Each figure as `Calls received: 900. Green: target met`."""
    for figure in found:
        if figure.kind != "text":
            provisional = ", provisional" if figure.state is State.PROVISIONAL else ""
            yield ". ".join([f"  {figure.about}: {say_given(figure.given, figure.kind)}{provisional}", *_why(figure)])


def _why(figure: Figure) -> Iterator[str]:
    if figure.target is not None:
        yield f"{figure.rating.word.capitalize()}: {figure.rating.why}"
    if figure.note:
        yield figure.note[:1].upper() + figure.note[1:]
