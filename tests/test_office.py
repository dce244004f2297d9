"""What a provider types in a real spreadsheet program is what the engine reads, and both work it out alike."""

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import cycle
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from commissioning import sums
from commissioning.contract import read_contract
from commissioning.measures import KINDS
from commissioning.model.contract import Contract, Relation, Terms
from commissioning.model.expression import Sum
from commissioning.model.finding import Severity
from commissioning.model.posted import Verdict
from commissioning.model.quantity import AnswerKey, Bound, Given, Missing, Quantity, Standing
from commissioning.model.returned import Return
from commissioning.model.template import Row, Template
from commissioning.money import round_half_up
from commissioning.period import read_period
from commissioning.returns import statuses
from commissioning.template import COLUMNS, COVER, lay_out
from commissioning.work.checking import Checked, read_and_check
from commissioning.work.importing import import_returns
from commissioning.work.issuing import issue_template
from commissioning.work.publishing import write_workbook
from commissioning.work.shipped import shipped
from commissioning.work.workspace import Workspace
from commissioning.writers.dress import Dress
from commissioning.writers.formula import AGREES, CANNOT_TELL, DISAGREES, SEE_BELOW
from commissioning.writers.live_checks import AGREES_COLUMN
from commissioning.writers.returns import write_return
from commissioning.writers.sheets import cell_name
from tests.clients.libreoffice import Document, Formula, LibreOffice, Shown, Typed
from tests.worked import ACTOR, HARBOUR, PERIODS, clock, laid_out

pytestmark = pytest.mark.real_client

QUARTER = read_period("2025-26-Q1")


@dataclass(frozen=True)
class Blank:
    """A blank return in a file, and where what is typed and seen stands in it."""

    path: Path
    template: Template

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every answer asked for."""
        return tuple(row for _, row in self.template.specification.rows())

    def where(self, column: str) -> dict[AnswerKey, str]:
        """The cell of each answer in a column; answers in words have no status."""
        return {
            row.key: f"{block.sheet}!{cell_name(row.row, block.column(column))}"
            for block, row in self.template.specification.rows()
            if column in dict(block.columns)
        }

    def typed(self, figures: Mapping[AnswerKey, Typed], said: Mapping[AnswerKey, Typed]) -> dict[str, Typed]:
        """What to type so that these are all the figures and statuses of the return."""
        return {
            cell: answers.get(key, "")
            for column, answers in (("figure", figures), ("status", said))
            for key, cell in self.where(column).items()
            if key in self.where("status")
        }


def issued(contract: Contract, path: Path) -> Blank:
    """The blank return of a contract for the first quarter."""
    template = lay_out(contract.terms_for(QUARTER), QUARTER)
    path.write_bytes(write_return(template, Dress(shipped("templates"))))
    return Blank(path, template)


@pytest.fixture(scope="module")
def book() -> Workspace:
    """The contracts as shipped."""
    return Workspace(shipped("contracts").parent)


@pytest.fixture(scope="module")
def harbour(book: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Blank:
    """The blank return of the illustrative contract, which asks for most kinds of answer."""
    return issued(book.book.contracts[HARBOUR], tmp_path_factory.mktemp("harbour") / "return.xlsx")


MORE_KINDS = """
[measure.days-waited]
label = "Days waited, on average"
kind = "stated-statistic"
role = "quality"
unit = "days"
definition = "not stated"
counting_rule = "not stated"

[measure.places-booked]
label = "Places booked"
kind = "bookings"
role = "output"
unit = "places"
definition = "not stated"
counting_rule = "not stated"

[measure.mean-wait]
label = "Mean wait"
kind = "mean"
role = "quality"
unit = "days"
definition = "not stated"
counting_rule = "not stated"

[measure.median-wait]
label = "Median wait"
kind = "median"
role = "quality"
unit = "days"
definition = "not stated"
counting_rule = "not stated"

[measure.waits]
label = "Waits"
kind = "range"
role = "quality"
unit = "days"
definition = "not stated"
counting_rule = "not stated"

[measure.support-given]
label = "Support given"
kind = "duration"
role = "quality"
unit = "hours"
definition = "not stated"
counting_rule = "not stated"
"""


@pytest.fixture(scope="module")
def every_kind(book: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Blank:
    """The blank return of the illustrative contract with a measure of each kind that it does not ask for."""
    text = (shipped("contracts") / f"{HARBOUR}.toml").read_text(encoding="utf-8") + MORE_KINDS
    contract, faults = read_contract(f"{HARBOUR}.toml", text, book.book.organisations)
    assert contract, faults
    return issued(contract, tmp_path_factory.mktemp("kinds") / "return.xlsx")


def read_back(path: Path) -> Checked:
    """A saved file as the engine reads and checks it."""
    return read_and_check(path.read_bytes(), path.name)


# A template filled in and saved reads back.

FIGURES: dict[str, Callable[[int], Decimal]] = {
    "flow": Decimal,
    "bookings": Decimal,
    "cumulative": Decimal,
    "distinct-people": Decimal,
    "snapshot-of-people": Decimal,
    "snapshot-of-things": Decimal,
    "fte": lambda n: n + Decimal("0.25"),
    "money": lambda n: 1_234_500 + n + Decimal("0.07"),
    "stated-percentage": lambda n: n + Decimal("0.5"),
    "stated-change": lambda n: -n - Decimal("0.25"),
    **dict.fromkeys(
        ("stated-statistic", "mean", "median", "least", "most", "duration"), lambda n: n + Decimal("0.125")
    ),
}
"""The nth figure of each kind, in the kind's own unit; no two are alike."""

GIVEN: dict[str, Callable[[Decimal], Given]] = {
    "": Quantity,
    "not known": lambda _: Missing.NOT_KNOWN,
    "not applicable": lambda _: Missing.NOT_APPLICABLE,
    "fewer than": lambda value: Quantity(value, Bound.FEWER_THAN),
    "at least": lambda value: Quantity(value, Bound.AT_LEAST),
    "over": lambda value: Quantity(value, Bound.OVER),
    "up to": lambda value: Quantity(value, Bound.UP_TO),
    "about": lambda value: Quantity(value, Bound.ABOUT),
    "to be confirmed": lambda value: Quantity(value, standing=Standing.TO_BE_CONFIRMED),
}
"""What a figure comes to with each status."""

WORDS = (
    'He said "all full", twice',
    "=SUM(A1:A9)",
    "'quoted' and O’Neil’s",
    "Ünïcödé, 家, ‑, 🏠",
    "5 < 6 & 7 > 3 <b>",
    "one line\nand another",
    "+3 more, @home, -2 fewer, 10%",
    "_x0041_ stays as it is",
)

Answered = dict[AnswerKey, tuple[Given, str, str, str]]
"""Each answer by its key: what is given, the answer in words, the explanation and the status."""


def filled(blank: Blank, choice: int) -> tuple[dict[str, Typed], Answered]:
    """Every answer of every block, no two alike, each with the choice-th of its statuses; and what must be read."""
    typed: dict[str, Typed] = {}
    expected: Answered = {}
    figure, said, beside = (blank.where(column) for column in ("figure", "status", "explanation"))
    for number, row in enumerate(blank.rows, 1):
        words = f"{WORDS[number % len(WORDS)]} {number}"
        if row.key not in said:
            typed[figure[row.key]] = words
            expected[row.key] = (Missing.BLANK, words, "", "")
            continue
        status = dict(enumerate(("", *statuses(row)))).get(choice, "")
        value = FIGURES[row.kind](number)
        given = GIVEN[status](value)
        in_cell = value / 100 if KINDS[row.kind].is_percent else value
        typed[figure[row.key]] = in_cell if isinstance(given, Quantity) else ""
        typed |= {said[row.key]: status, beside[row.key]: words}
        expected[row.key] = (given, "", words, status)
    return typed, expected


def answered(checked: Checked) -> Answered:
    """Every answer that was read."""
    assert checked.returned
    return {a.key: (a.given, a.words, a.explanation, a.status) for a in checked.returned.answers}


def test_every_answer_filled_in_and_saved_reads_back(libreoffice: LibreOffice, every_kind: Blank, tmp_path):
    """Every kind of figure with every status that may be chosen beside it, and words of every sort."""
    kinds = {kind.key for kind in KINDS.values() if kind.answered and kind.guard}
    assert {row.kind for row in every_kind.rows} - {"text"} == kinds == set(FIGURES)
    with libreoffice.open_document(every_kind.path) as document:
        for choice in range(1 + max(len(statuses(row)) for row in every_kind.rows)):
            typed, expected = filled(every_kind, choice)
            document.set(typed)
            document.save(tmp_path / "filled.xlsx")
            checked = read_back(tmp_path / "filled.xlsx")
            assert answered(checked) == expected
            assert not [finding for finding in checked.findings if finding.severity is Severity.STOPS]


def saved_again(document: Document, blank: Blank) -> None:
    """Nothing but opened and saved."""


def rows_put_in(document: Document, blank: Blank) -> None:
    """An empty row above the hidden row of codes, and one between the headings and the first answer."""
    for block in blank.template.specification.blocks:
        document.insert_row(block.sheet, block.rows[0].row)
        document.insert_row(block.sheet, block.header_row)


def sheets_renamed(document: Document, blank: Blank) -> None:
    """Every sheet of answers under another name, with a space and a quotation mark in it."""
    for number, block in enumerate(blank.template.specification.blocks):
        document.rename(block.sheet, f"Safe Harbour's {number}")


@pytest.mark.parametrize("changes", [(saved_again,), (rows_put_in,), (sheets_renamed,), (rows_put_in, sheets_renamed)])
def test_answers_read_back_from_a_file_that_people_changed(libreoffice: LibreOffice, harbour: Blank, tmp_path, changes):
    """Saved twice, with rows put in above the answers, under other names of sheets."""
    typed, expected = filled(harbour, choice=0)
    libreoffice.fill(harbour.path, tmp_path / "filled.xlsx", typed)
    with libreoffice.open_document(tmp_path / "filled.xlsx") as document:
        for change in changes:
            change(document, harbour)
        document.save(tmp_path / "changed.xlsx")
    assert answered(read_back(tmp_path / "changed.xlsx")) == expected


# The checks in the sheet say what the engine says.


@dataclass(frozen=True)
class Said:
    """What is said of a return: by its own sheets, or by the engine.

    Of each relation its result and what its sides come to; which answers are exact; which are pointed to since
    they are part of what does not agree; how many answers are missing, figures disagree, checks cannot tell.
    """

    results: Mapping[str, object]
    sides: Mapping[str, tuple[object, ...]]
    exact: frozenset[AnswerKey]
    pointed_to: frozenset[AnswerKey]
    counted: tuple[object, ...]


def by_name(relation: Relation) -> str:
    """`refuge/referrals-by-source`."""
    return f"{relation.service}/{relation.code}"


def sheets_say(document: Document, blank: Blank) -> Said:
    """What a person sees once everything is worked out anew."""
    document.recalculate()
    shown = document.formulas()

    def at(sheet: str, row: int, column: int) -> object:
        value = shown[f"{sheet}!{cell_name(row, column)}"].value
        return round(value, 4) if isinstance(value, Decimal) else value

    beside = [
        (row.key, shown.get(f"{block.sheet}!{cell_name(row.row, AGREES_COLUMN)}"))
        for block, row in blank.template.specification.rows()
    ]
    checks = blank.template.live_checks
    return Said(
        results={by_name(r): at(sheet, row, COLUMNS["check"]) for sheet, row, r in checks},
        sides={
            by_name(r): (at(sheet, row, COLUMNS["last"]), at(sheet, row, COLUMNS["target"])) for sheet, row, r in checks
        },
        exact=frozenset(key for key, cell in blank.where("check").items() if shown[cell].kind == "blank"),
        pointed_to=frozenset(key for key, cell in beside if cell and cell.value == SEE_BELOW),
        counted=tuple(cell.value for address, cell in shown.items() if address.startswith(f"{COVER}!")),
    )


def engine_says(checked: Checked) -> Said:
    """What the engine makes of the same file."""
    returned, specification = checked.returned, checked.specification
    assert returned
    assert specification
    held = {r: sums.holds(r.comparison, returned.given()) for r in specification.relations}
    broken = [relation for relation, holds in held.items() if holds is False]
    missing = sum(len(f.places) for f in checked.findings if f.code in ("C001", "C002"))
    return Said(
        results={by_name(r): {True: AGREES, False: DISAGREES, None: CANNOT_TELL}[holds] for r, holds in held.items()},
        sides={by_name(r): (side_of(r.comparison.left, returned), side_of(r.comparison.right, returned)) for r in held},
        exact=frozenset(a.key for a in returned.answers if a.words or is_exact(a.given)),
        pointed_to=frozenset(key for r in broken for key in sums.terms(r.comparison) if isinstance(key, AnswerKey)),
        counted=(missing, len(broken), sum(holds is None for holds in held.values())),
    )


def is_exact(given: Given) -> bool:
    """Whether this is a figure, and no limit of one."""
    return isinstance(given, Quantity) and given.bound is Bound.EXACT


def side_of(side: Sum, returned: Return) -> Decimal | None:
    """What one side comes to, to the four places a person sees; None where it is not exact."""
    amount = sums.evaluate(side, returned.given())
    exact = isinstance(amount, sums.Amount) and amount.bound is Bound.EXACT
    return round_half_up(amount.value, 4) if isinstance(amount, sums.Amount) and exact else None


@dataclass
class Open:
    """A blank return open in the spreadsheet program, and what has been typed in it so far."""

    document: Document
    blank: Blank
    typed: dict[str, Typed] = field(default_factory=dict)

    def said(self, typed: Mapping[str, Typed]) -> Said:
        """What the sheets say once this is typed; the engine must say the same of the saved file."""
        self.document.set({cell: it for cell, it in typed.items() if it != self.typed.get(cell, "")})
        self.typed |= typed
        said = sheets_say(self.document, self.blank)
        saved = self.blank.path.with_name("saved.xlsx")
        self.document.save(saved)
        assert said == engine_says(read_back(saved))
        return said

    def shown(self, cell: str) -> object:
        """What a cell shows."""
        return self.document.read([cell])[cell].value


SHAPES = [
    ("same", "flow", "a = b", "7 7", "7 8"),
    ("sum", "flow", "a + b = c", "3 4 7", "3 4 8"),
    ("difference", "flow", "a - b = c", "9 4 5", "9 4 6"),
    ("movements", "snapshot-of-people", "a + b - c - d = e", "20 9 4 1 24", "20 9 4 1 26"),
    ("two-sides", "flow", "a + b = c + d - e", "5 5 7 7 4", "5 5 7 7 5"),
    ("constant", "snapshot-of-things", "a = 12", "12", "13"),
    ("spare", "snapshot-of-things", "a + 2 <= b", "10 12", "10 11"),
    ("at-most", "flow", "a <= b", "7 7", "8 7"),
    ("at-least", "distinct-people", "a >= b", "7 7", "6 7"),
    ("less", "flow", "a < b", "6 7", "7 7"),
    ("more", "cumulative", "a > b", "8 7", "7 7"),
    ("pence", "money", "a + b = c", "0.1 0.2 0.3", "0.1 0.2 0.31"),
    ("pence-less", "money", "a + b < c", "0.1 0.2 0.31", "0.1 0.2 0.3"),
    ("pence-more", "money", "a + b > c", "0.1 0.2 0.29", "0.1 0.2 0.3"),
    ("pence-at-most", "money", "a + b <= c", "0.1 0.2 0.3", "0.1 0.2 0.29"),
    ("pence-at-least", "money", "a - b - c >= d", "0.3 0.2 0.1 0", "0.3 0.2 0.1 0.01"),
    ("credit", "money", "a + b = 0", "1234567.89 -1234567.89", "1234567.89 -1234567.88"),
    ("refund", "money", "a + b = c", "1234567.89 -1234567.88 0.01", "1234567.89 -1234567.88 0.02"),
    ("large", "money", "a + b = c", "99999999999.99 0.01 100000000000", "99999999999.99 0.02 100000000000"),
    ("posts", "fte", "a - b = c", "1.1 0.85 0.25", "1.1 0.85 0.2501"),
]
"""A relation: its code, the kind of its measures, what it says of them, figures that hold and figures that do not."""


def shapes_text() -> str:
    """Contract text that asks all of it of one service."""
    measures, relations = [], []
    for code, kind, says, figures, _ in SHAPES:
        measures += [
            f'[measure.{code}-{letter}]\nlabel = "{code} {letter}"\nkind = "{kind}"\nrole = "output"\nunit = "each"\n'
            'definition = "Whatever is counted."\ncounting_rule = "Once."\nservices = ["refuge"]\n'
            for letter in re.findall("[a-e]", says)
        ]
        holds = re.sub("[a-e]", rf"{code}-\g<0>", says)
        relations.append(f'[relation.{code}]\nsays = "{says}"\nholds = "{holds}"\nservices = ["refuge"]\n')
        assert len(figures.split()) == len(re.findall("[a-e]", says))
    return "\n".join(
        (
            'title = "Shapes"\norigin = "illustrative"\nlegal_form = "contract"\nvalue = "not stated"',
            'funding = "not stated"\n[parties]\nlead = "illustrative-harbour-county-council"',
            'provider = "illustrative-safe-harbour"\n[term]\nstarts = 2025-04-01\nends = "not stated"',
            '[reporting]\nfrequency = "quarter"\ndue_working_days = 15\n[service.refuge]\ntitle = "Refuge"',
            *measures,
            *relations,
        )
    )


@pytest.fixture(scope="module")
def shapes(book: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Blank:
    """A blank return with a relation of every shape."""
    contract, faults = read_contract("shapes.toml", shapes_text(), book.book.organisations)
    assert not faults
    assert contract
    return issued(contract, tmp_path_factory.mktemp("shapes") / "return.xlsx")


def figures_of(code: str, figures: str) -> dict[AnswerKey, Typed]:
    """The figures of one relation by which answers they are."""
    return {
        AnswerKey("refuge", f"{code}-{letter}"): Decimal(figure)
        for letter, figure in zip("abcde", figures.split(), strict=False)
    }


def all_hold() -> dict[AnswerKey, Typed]:
    """Figures with which every relation holds."""
    return {key: figure for code, _, _, held, _ in SHAPES for key, figure in figures_of(code, held).items()}


@pytest.fixture(scope="module")
def shapes_open(libreoffice: LibreOffice, shapes: Blank) -> Iterator[Open]:
    """That return, kept open, since every test of it types all its figures."""
    with libreoffice.open_document(shapes.path) as document:
        yield Open(document, shapes)


def test_each_relation_agrees_until_its_own_figures_are_broken(shapes_open: Open, shapes: Blank):
    """Sums, differences, constants, every comparison, pence that no spreadsheet holds exactly."""
    holds = dict.fromkeys((f"refuge/{code}" for code, *_ in SHAPES), AGREES)
    assert shapes_open.said(shapes.typed(all_hold(), {})).results == holds
    for code, _, _, _, broken in SHAPES:
        said = shapes_open.said(shapes.typed(all_hold() | figures_of(code, broken), {}))
        assert said.results == {**holds, f"refuge/{code}": DISAGREES}


HELD = Formula("as it was")
"""The figure is left as it was."""

CELLS: list[tuple[Typed, Typed, str | None, str]] = [
    ("", "", "to answer", CANNOT_TELL),
    ("  ", "", "to answer", CANNOT_TELL),
    ("seven", "", "not a number", CANNOT_TELL),
    (Decimal("-1"), "", "less than 0", CANNOT_TELL),
    (Decimal("0.00005"), "", "not a whole number", CANNOT_TELL),
    (Decimal(2) * 10**12, "", "too large", CANNOT_TELL),
    (Formula("=1/0"), "", "error", CANNOT_TELL),
    (Formula('=""'), "", "to answer", CANNOT_TELL),
    ("", "not known", "not known", CANNOT_TELL),
    ("", "Not  Applicable ", "not applicable", CANNOT_TELL),
    (HELD, "not known", "figure and status", CANNOT_TELL),
    (HELD, "fewer than", "fewer than", CANNOT_TELL),
    ("", "fewer than", "figure missing", CANNOT_TELL),
    ("", "to be confirmed", "figure missing", CANNOT_TELL),
    (HELD, "more or less", "more or less", CANNOT_TELL),
    (HELD, Formula("=1/0"), "error", CANNOT_TELL),
    (HELD, "to be confirmed", None, AGREES),
    (HELD, "  ", None, AGREES),
    (Formula("=3+4"), "", None, AGREES),
    (Decimal(0), "", None, DISAGREES),
]
"""What is typed as figure and status where 7 must be 7; what the row's check says then, and what the relation's."""


@pytest.mark.parametrize(("figure", "status", "state", "result"), CELLS)
def test_a_relation_is_told_from_exact_figures_only(shapes_open: Open, shapes: Blank, figure, status, state, result):
    """The first answer of a relation, the last of the next, and so on, is typed like this."""
    keys = [(min, max)[number % 2](figures_of(code, held)) for number, (code, _, _, held, _) in enumerate(SHAPES)]
    put = {} if figure is HELD else dict.fromkeys(keys, figure)
    said = shapes_open.said(shapes.typed(all_hold() | put, dict.fromkeys(keys, status)))
    assert said.results["refuge/same"] == result
    assert shapes_open.shown(shapes.where("check")[keys[0]]) == state


HARBOUR_HOLDS = """
refuge: referrals 20 = source police 8, health 5, children-services 3, self 4, other 0
refuge: accepted 12
refuge: moved-in 9 = age 16-17 0, 18-24 2, 25-44 4, 45-64 1, 65-plus 1, not-known 1, prefer-not-to-say 0
refuge: open-at-start 20
refuge: moved-out 5
refuge: open-at-end 24
refuge: units 24
helpline: calls 300
helpline: calls-answered 280
advocacy: referrals 40 = source police 30, health 5, children-services 2, self 2, other 1
advocacy: accepted 40
advocacy: people-supported 38 = abuse physical 20, sexual 9, coercive-control 38, economic 12, stalking 0, \
not-known 1, prefer-not-to-say 0
advocacy: closed 30
advocacy: safer 24
advocacy: survey-answers 20
: trained 55
: staff 11.25
: spend 148250.33
"""
"""A return of the illustrative contract in which everything agrees."""


def harbour_holds() -> dict[AnswerKey, Decimal]:
    """The figures of that return by which answers they are."""
    found: dict[AnswerKey, Decimal] = {}
    for line in HARBOUR_HOLDS.strip().splitlines():
        service, _, asked = line.partition(": ")
        whole, _, parts = asked.partition(" = ")
        measure, figure = whole.split()
        found[AnswerKey(service.strip(" :"), measure)] = Decimal(figure)
        dimension, _, categories = parts.partition(" ")
        for category in categories.split(", ") if parts else []:
            id, part = category.split()
            found[AnswerKey(service, measure, dimension, id)] = Decimal(part)
    return found


def disturbed(
    held: Mapping[AnswerKey, Decimal], relations: tuple[Relation, ...]
) -> Iterator[tuple[AnswerKey, Typed, Typed]]:
    """Each answer that is related to others a thousand too large; each relation's first and last one no figure."""
    related = [[key for key in sums.terms(r.comparison) if isinstance(key, AnswerKey)] for r in relations]
    yield from ((key, held[key] + 1000, "") for key in dict.fromkeys(key for keys in related for key in keys))
    others = cycle((figure, status) for figure, status, _, result in CELLS if result == CANNOT_TELL)
    for key in (end for keys in related for end in (keys[0], keys[-1])):
        figure, status = next(others)
        yield key, held[key] if figure is HELD else figure, status


def test_every_relation_of_the_illustrative_contract_is_told_alike(libreoffice: LibreOffice, harbour: Blank):
    """Held, broken and untold: parts of both sorts, ratios, and what contract text relates."""
    held, relations = harbour_holds(), harbour.template.specification.relations
    with libreoffice.open_document(harbour.path) as document:
        opened = Open(document, harbour)
        assert set(opened.said(harbour.typed(held, {})).results.values()) == {AGREES}
        said = [
            opened.said(harbour.typed({**held, key: figure}, {key: status})).results
            for key, figure, status in disturbed(held, relations)
        ]
    for name in map(by_name, relations):
        assert {results[name] for results in said} == {AGREES, DISAGREES, CANNOT_TELL}


def test_the_cover_counts_what_is_still_missing_in_words_and_figures(libreoffice: LibreOffice, harbour: Blank):
    """A blank return lacks every required answer; one with its figures and a job title in it lacks none."""
    declared = harbour.where("figure")[AnswerKey("", "declared-by")]
    required, relations = sum(row.required for row in harbour.rows), len(harbour.template.live_checks)
    with libreoffice.open_document(harbour.path) as document:
        opened = Open(document, harbour)
        assert opened.said({}).counted == (required, 0, relations)
        complete = harbour.typed(harbour_holds(), {})
        assert opened.said({**complete, declared: "  "}).counted == (1, 0, 0)
        assert opened.said({**complete, declared: "Service manager"}).counted == (0, 0, 0)


# Every formula of a workbook is saved with what it comes to.


def as_saved(path: Path) -> dict[str, Shown]:
    """What every formula cell was saved with."""
    formulas, values = (openpyxl.load_workbook(path, data_only=values) for values in (False, True))
    return {
        f"{sheet.title}!{cell.coordinate}": shown(values[sheet.title][cell.coordinate])
        for sheet in formulas.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }


def shown(cell: Any) -> Shown:
    """A cell's content; a formula's empty text is blank, and 0 is not."""
    if cell.data_type == "e":
        return Shown("error", cell.value)
    if cell.value is None or cell.value == "":
        return Shown("blank", None)
    return Shown("text", cell.value) if isinstance(cell.value, str) else Shown("number", Decimal(f"{cell.value:.15g}"))


def differences(libreoffice: LibreOffice, path: Path) -> dict[str, tuple[Shown, Shown]]:
    """Each formula whose saved result, kind or value, is not what it comes to: what was saved, and what is so."""
    saved = as_saved(path)
    anew = {place: replace(cell, formula="") for place, cell in libreoffice.recalculated(path).items()}
    assert saved.keys() == anew.keys()
    return {place: (saved[place], anew[place]) for place in saved if not alike(saved[place], anew[place])}


def alike(saved: Shown, anew: Shown) -> bool:
    """Whether kind and value are the same. Taking shares from 1 leaves noise beyond the last digit of the 1."""
    if isinstance(saved.value, Decimal) and isinstance(anew.value, Decimal):
        return saved.value == anew.value or abs(saved.value - anew.value) < Decimal("1e-15")
    return saved == anew


WORKED_OUT = re.compile(
    r'<c r="(?P<place>[A-Z]+[0-9]+)" s="(?P<style>[0-9]+)"><f>(?P<formula>COUNT[^<]*)</f><v>[^<]*</v></c>'
)

SPOILS = [
    ("", "<v>1234567.8</v>", Shown("number", Decimal("1234567.8"))),
    ("", "<v>43.0000000000001</v>", Shown("number", Decimal("43.0000000000001"))),
    ("", "<v>0</v>", Shown("number", Decimal(0))),
    (' t="str"', "<v></v>", Shown("blank", None)),
    (' t="str"', "<v>0</v>", Shown("text", "0")),
    (' t="e"', "<v>#N/A</v>", Shown("error", "#N/A")),
]
"""Wrong results in the place of a count of 43, and how each is seen."""


def spoilt(source: Path, target: Path, part: str, letter: str, result: str) -> str:
    """The workbook with a wrong result of the last count of one part; the cell's place."""
    with zipfile.ZipFile(source) as whole, zipfile.ZipFile(target, "w") as copy:
        parts = {name: whole.read(name).decode() for name in whole.namelist()}
        *_, computed = WORKED_OUT.finditer(parts[part])
        wrong = f'<c r="{computed["place"]}" s="{computed["style"]}"{letter}><f>{computed["formula"]}</f>{result}</c>'
        parts[part] = parts[part].replace(computed[0], wrong)
        for name, content in parts.items():
            copy.writestr(name, content)
    return computed["place"]


@pytest.mark.parametrize(("letter", "result", "seen"), SPOILS)
def test_a_wrong_saved_result_is_seen(libreoffice: LibreOffice, worked_workbooks, tmp_path, letter, result, seen):
    """A comparison that could not fail would prove nothing; blank, 0, a text and an error are told apart."""
    workbook = worked_workbooks["2025-26-Q1"]
    place = f"Summary!{spoilt(workbook, tmp_path / 'spoilt.xlsx', 'xl/worksheets/sheet1.xml', letter, result)}"
    found = differences(libreoffice, tmp_path / "spoilt.xlsx")
    assert {place: saved for place, (saved, _) in found.items()} == {place: seen}
    assert found[place][1] == Shown("number", Decimal(43))


COMPUTING = {
    "2019-20-H1": {"Summary", "cheshire-east-mycwa"},
    "2021-22": {"Summary", "worcestershire-daass"},
    **{f"2025-26-Q{quarter}": {"Summary", HARBOUR, "Funding"} for quarter in (1, 2, 3, 4)},
}
"""The sheets of each workbook that must work something out."""


@pytest.mark.parametrize("period", PERIODS)
def test_every_formula_of_a_workbook_comes_to_what_it_was_saved_with(
    libreoffice: LibreOffice, worked_workbooks, period
):
    """To 15 digits, and no number for a blank."""
    assert differences(libreoffice, worked_workbooks[period]) == {}
    assert {place.rpartition("!")[0] for place in as_saved(worked_workbooks[period])} >= COMPUTING[period]


HEADING_COLOUR = "FF16425B"
"""How the theme tells a heading."""


def typed_numbers(path: Path) -> Iterator[tuple[str, Decimal]]:
    """Every number on a sheet that computes which is no formula, with the heading it stands under."""
    for sheet in openpyxl.load_workbook(path).worksheets:
        headings: dict[int, str] = {}
        for cell in (cell for row in sheet.iter_rows() for cell in row if sheet.title != "Data"):
            if cell.fill.fgColor.rgb == HEADING_COLOUR:
                headings[cell.column] = str(cell.value)
            if cell.data_type == "n" and cell.value is not None:
                yield headings[cell.column], Decimal(f"{cell.value:.15g}")


def stated_in(terms: Terms) -> Iterator[tuple[str, Decimal]]:
    """Every target and share that contract text states, as a cell keeps it: a percentage as a part of one."""
    for measure in terms.measures:
        percent = KINDS[measure.kind].is_percent
        if target := measure.target:
            aims = (target.per_period, target.annual, *target.cumulative)
            yield from (("Target", aim / 100 if percent else aim) for aim in aims if aim is not None)
    if terms.funding:
        yield from (("Share", Decimal(f"{float(share.share):.15g}")) for share in terms.funding.shares)


def test_a_workbook_types_only_targets_and_shares(worked_workspace, worked_workbooks):
    """Every other number of the summary, the contracts' sheets and the funding is worked out in its cell."""
    contracts = worked_workspace.book.contracts.values()
    stated = {found for contract in contracts for terms in contract.versions for found in stated_in(terms)}
    typed = {found for path in worked_workbooks.values() for found in typed_numbers(path)}
    assert typed <= stated
    assert {heading for heading, _ in typed} == {"Target", "Share"}


def test_every_formula_of_a_blank_return_comes_to_what_it_was_saved_with(
    libreoffice: LibreOffice, harbour: Blank, shapes: Blank
):
    """What a reader that does not calculate shows of a return is true as well."""
    for blank in (harbour, shapes):
        assert differences(libreoffice, blank.path) == {}
        assert len(as_saved(blank.path)) > len(blank.rows)


# What a provider types stays text.

HOSTILE = {
    ("helpline", "calls"): '=HYPERLINK("http://x","y")',
    ("helpline", "calls-answered"): "@SUM(1)",
    ("refuge", "accepted"): "+1",
    ("refuge", "units"): "-1",
    ("advocacy", "closed"): "http://example.com",
    ("advocacy", "safer"): "{=1+1}",
    ("", "staff"): "32,767 signs " + "a" * 32_754,
    ("", "commentary"): '=HYPERLINK("http://x","z")',
    ("", "declared-by"): "@manager",
    ("refuge", "hard-to-place"): "32,767 signs " + "b" * 32_754,
}
"""Explanations of figures, and answers in words; the last are as long as a cell can hold."""


@pytest.fixture(scope="module")
def hostile_workbook(libreoffice: LibreOffice, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of a return with such words in it, typed in a spreadsheet program."""
    folder = tmp_path_factory.mktemp("hostile")
    workspace = laid_out(folder / "workspace")
    template, content = issue_template(workspace, HARBOUR, "2025-26-Q1", ACTOR)
    blank = Blank(folder / "blank.xlsx", template)
    blank.path.write_bytes(content)
    words = {AnswerKey(*place): words for place, words in HOSTILE.items()}
    cells = {key: blank.where("explanation").get(key, blank.where("figure")[key]) for key in words}
    typed = blank.typed(harbour_holds(), {}) | {cells[key]: words[key] for key in words}
    libreoffice.fill(blank.path, folder / "return.xlsx", typed)
    [outcome] = import_returns(workspace, [folder / "return.xlsx"], ACTOR, clock)
    assert outcome.verdict is not Verdict.STOPPED
    workbook = folder / "workbook.xlsx"
    workbook.write_bytes(write_workbook(workspace, "2025-26-Q1", ACTOR)[0])
    return workbook


def texts(path: Path) -> list[str]:
    """Every text of a workbook that is no formula."""
    cells = (cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row)
    return [str(cell.value) for cell in cells if cell.data_type == "s"]


@pytest.mark.parametrize("words", HOSTILE.values(), ids=lambda words: words[:26])
def test_hostile_words_appear_as_they_were_typed(hostile_workbook: Path, words: str):
    """Somewhere in the workbook they stand in full, in a cell of text."""
    assert any(words in text for text in texts(hostile_workbook))


def test_hostile_words_are_no_formula_and_no_link(libreoffice: LibreOffice, hostile_workbook: Path):
    """Not in the parts of the file, and not to a real spreadsheet program."""
    with zipfile.ZipFile(hostile_workbook) as parts:
        contents = {name: parts.read(name).decode() for name in parts.namelist()}
    formulas = [it for content in contents.values() for it in re.findall("<f>[^<]*</f>", content)]
    assert formulas
    assert not [it for it in formulas if re.search("HYPERLINK|http|SUM\\(1\\)|manager|1\\+1", it)]
    assert not [name for name, content in contents.items() if "External" in content]
    ways = [way for content in contents.values() for way in re.findall("<hyperlink [^>]*>", content)]
    assert ways
    assert not [way for way in ways if "r:id" in way or "http" in way or "location=" not in way]
    with libreoffice.open_document(hostile_workbook) as document:
        assert not [cell for cell in document.formulas().values() if re.search("HYPERLINK|http|manager", cell.formula)]
