"""The tables in `cases/ratings` and `cases/travel`: targets and policies as agreed, figures, and what each comes to."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from commissioning.contract import read_book
from commissioning.contract.published import REFERENCE
from commissioning.model.figure import Figure
from commissioning.model.posted import Entry, State
from commissioning.period import read_period
from commissioning.report.movement import travel_in_words
from commissioning.totals.figures import Ledger, figures_of
from tests.builders import ORGANISATIONS, a_return, a_specification, contract_raw, entries, laid_over, toml

CASES = Path(__file__).parent / "cases"
PUBLISHED = Path(__file__).parent.parent / "contracts" / "reference" / "ratings.toml"
AGREEMENT = (CASES / "ratings" / "agreement.toml").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Case:
    """A line of a table: what was agreed, what was sent for each period, and what is expected of the last one sent."""

    agreed: str
    sent: dict[str, str]
    expected: tuple[str, str]

    @property
    def last(self) -> str:
        """The last period of which something was sent."""
        return [period for period, cell in self.sent.items() if cell and cell != "-"][-1]


def cases(folder: str) -> list[object]:
    """Every line of every table of a folder, named by its file."""
    found = []
    for path in sorted((CASES / folder).glob("*.txt")):
        agreed, _, rest = path.read_text(encoding="utf-8").partition("\n\n")
        if rest.startswith("["):
            more, _, rest = rest.partition("\n\n")
            agreed = f"{agreed}\n{more}"
        heading, *lines = rest.split("\n\n")[-1].strip().splitlines()
        periods = [name.strip() for name in heading.split("|")[:-2]]
        for number, line in enumerate(lines, 1):
            *sent, first, second = (cell.strip() for cell in line.split("|"))
            case = Case(agreed, dict(zip(periods, sent, strict=True)), (first, second))
            found.append(pytest.param(case, id=f"{path.stem}-{number}"))
    return found


def figure(case: Case) -> Figure:
    """What is rated, for the last period of which something was sent."""
    ledger = a_ledger(case)
    found = figures_of(ledger, read_period(case.last))
    return next(one for one in found if one.key.measure == "figure" and one.period == read_period(case.last))


def a_ledger(case: Case) -> Ledger:
    """What stands when all that was sent is in."""
    measure = tomllib.loads(case.agreed)
    policy = measure.pop("agreed", None)
    changes = {"measure": {"figure": measure}} | ({"rating": {"agreed": policy}} if policy else {})
    texts = {
        "organisations.toml": ORGANISATIONS,
        "outreach.toml": toml(laid_over(contract_raw("", AGREEMENT), changes)),
    }
    book = read_book({**texts, f"{REFERENCE}ratings.toml": PUBLISHED.read_text(encoding="utf-8")})
    assert [str(fault) for fault in book.faults] == []
    contract, posted = book.contracts["outreach"], tuple[Entry, ...]()
    for period, cell in case.sent.items():
        if cell and cell != "-":
            specification = a_specification(contract.terms_for(read_period(period)), period)
            state = State.PROVISIONAL if cell.startswith("provisional") else State.ACCEPTED
            posted += entries(a_return(answers(cell), specification), len(posted) + 1, state)
    return Ledger(contract, posted)


def answers(cell: str) -> str:
    """What is typed into a return: `54`, `at least 54`, `38 of 50`, `not known`."""
    cell = cell.removeprefix("provisional ")
    if " of " in cell:
        part, _, whole = cell.partition(" of ")
        return f"part {part}\nwhole {whole}"
    if cell == "not known":
        return "figure | not known"
    return f"figure {cell.removeprefix('at least ')} | at least" if cell.startswith("at least") else f"figure {cell}"


@pytest.mark.parametrize("case", cases("ratings"))
def test_a_figure_has_the_rating_that_its_policy_gives_it(case: Case) -> None:
    """With the reason, as it stands in the workbook."""
    rating = figure(case).rating
    assert (rating.word, rating.why) == case.expected


@pytest.mark.parametrize("case", cases("travel"))
def test_a_figure_went_the_way_that_the_table_says(case: Case) -> None:
    """Since the period before and since the same one last year, or why that is not said."""
    found = figure(case)
    said = tuple(travel_in_words(went, found.kind) for went in (found.short_term, found.long_term))
    assert said == case.expected


def test_every_published_policy_is_worked_by_hand() -> None:
    """A policy without a table is not finished."""
    published = tomllib.loads(PUBLISHED.read_text(encoding="utf-8"))["rating"]
    tables = {path.stem for path in (CASES / "ratings").glob("*.txt")}
    assert set(published) - tables == set()
    assert all(policy["source"] for policy in published.values())
