"""Whatever happens to the shape of a return that was filled in, its answers are the same; or it is said that one cannot
be told, and never another's is taken for it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commissioning.model.quantity import AnswerKey, Given
from commissioning.model.returned import Cell, Cells, SheetCells, Trouble
from commissioning.model.template import Specification
from commissioning.readers import read
from commissioning.returns import read_return
from commissioning.template import COLUMNS, HIDDEN
from commissioning.writers.returns import write_return
from tests.clients.libreoffice import LibreOffice
from tests.provider import DRESS, REFUGE, a_return, filled, template_of
from tests.spoiling import ANSWERS, PERIOD
from tests.strategies import Answered, answered_returns

THOROUGH = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
CHANCES = st.integers(0, 2**32).map(Random)
NOT_TOLD = {Trouble.ROW_MISSING, Trouble.ROW_UNCLEAR, Trouble.LABEL_UNCLEAR}

At = tuple[int, int]
Move = Callable[[At], At]
Damage = Callable[[Cells, Specification, Random], Cells]


def on_tables(cells: Cells, change: Callable[[SheetCells], SheetCells], specification: Specification) -> Cells:
    """The cells with every sheet of a table changed."""
    tables = {block.sheet for block in specification.blocks}
    return replace(cells, sheets=tuple(change(each) if each.name in tables else each for each in cells.sheets))


def moved(sheet: SheetCells, move: Move) -> SheetCells:
    return replace(sheet, cells={move(at): cell for at, cell in sheet.cells.items()}, merged=())


def with_rows_inserted(cells: Cells, specification: Specification, chance: Random) -> Cells:
    """An empty row or two above some row of each table."""
    before, many = chance.randint(1, 12), chance.randint(1, 3)
    return on_tables(
        cells,
        lambda sheet: moved(sheet, lambda at: (at[0] + many * (at[0] >= before), at[1])),
        specification,
    )


def with_columns_inserted(cells: Cells, specification: Specification, chance: Random) -> Cells:
    """An empty column before some column of each table."""
    before = chance.randint(1, 11)
    return on_tables(cells, lambda sheet: moved(sheet, lambda at: (at[0], at[1] + (at[1] >= before))), specification)


def with_columns_reordered(cells: Cells, specification: Specification, chance: Random) -> Cells:
    """The columns of each table in another order, codes and headings and all."""
    order = chance.sample(range(1, 12), 11)
    return on_tables(
        cells,
        lambda sheet: moved(sheet, lambda at: (at[0], order[at[1] - 1] if at[0] > 3 and at[1] <= 11 else at[1])),
        specification,
    )


def with_rows_sorted(cells: Cells, specification: Specification, chance: Random) -> Cells:
    """The answers of each table in another order, whole rows together."""
    for block in specification.blocks:
        rows = [row.row for row in block.rows]
        order = dict(zip(rows, chance.sample(rows, len(rows)), strict=True))
        sheets = (
            moved(each, lambda at, order=order: (order.get(at[0], at[0]), at[1])) if each.name == block.sheet else each
            for each in cells.sheets
        )
        cells = replace(cells, sheets=tuple(sheets))
    return cells


def with_sheets_reordered(cells: Cells, _: Specification, chance: Random) -> Cells:
    return replace(cells, sheets=tuple(chance.sample(cells.sheets, len(cells.sheets))))


def with_sheets_renamed(cells: Cells, _: Specification, chance: Random) -> Cells:
    """Every sheet under another name, which the defined names follow."""
    names = {sheet.name: sheet.name if sheet.name == HIDDEN else f"Sheet{n}" for n, sheet in enumerate(cells.sheets)}
    assert chance
    return Cells(
        tuple(replace(sheet, name=names[sheet.name]) for sheet in cells.sheets),
        tuple(replace(name, sheet=names[name.sheet]) for name in cells.names),
    )


def without_names(cells: Cells, _: Specification, __: Random) -> Cells:
    return replace(cells, names=())


def with_sheets_renamed_and_no_names(cells: Cells, specification: Specification, chance: Random) -> Cells:
    return without_names(with_sheets_renamed(cells, specification, chance), specification, chance)


def without_row_of_codes(cells: Cells, specification: Specification, _: Random) -> Cells:
    """The hidden row deleted from each table, so that everything moves up."""
    return on_tables(
        cells,
        lambda sheet: moved(
            replace(sheet, cells={at: cell for at, cell in sheet.cells.items() if at[0] != 4}),
            lambda at: (at[0] - (at[0] > 4), at[1]),
        ),
        specification,
    )


def with_labels_retyped(cells: Cells, specification: Specification, chance: Random) -> Cells:
    """Labels in capitals, with more spaces or a colon: as people tidy a table up."""

    def retyped(cell: Cell) -> Cell:
        change = chance.choice((str.title, str.lower, "{}:".format, " {} ".format))
        return replace(cell, text=change(cell.text))

    return on_tables(
        cells,
        lambda sheet: replace(
            sheet,
            cells={
                at: retyped(cell) if at[1] == COLUMNS["measure"] and at[0] > 5 and cell.formula is None else cell
                for at, cell in sheet.cells.items()
            },
        ),
        specification,
    )


def without_codes(cells: Cells, specification: Specification, _: Random) -> Cells:
    """The codes of all answers cleared, and their column's own code."""
    return on_tables(
        cells,
        lambda sheet: replace(
            sheet, cells={at: cell for at, cell in sheet.cells.items() if at[1] != COLUMNS["code"] or at[0] < 4}
        ),
        specification,
    )


def with_some_codes_gone(cells: Cells, specification: Specification, chance: Random) -> Cells:
    """The codes of some answers cleared, and their rows sorted."""
    sorted_rows = with_rows_sorted(cells, specification, chance)
    return on_tables(
        sorted_rows,
        lambda sheet: replace(
            sheet,
            cells={
                at: cell for at, cell in sheet.cells.items() if at[1] != 1 or at[0] < 6 or chance.choice((True, False))
            },
        ),
        specification,
    )


HARMLESS: tuple[Damage, ...] = (
    with_rows_sorted,
    with_labels_retyped,
    with_rows_inserted,
    with_columns_inserted,
    with_sheets_reordered,
)
"""In the order they are done: what is sorted and retyped is still where it was issued."""
OF_NAMES: tuple[Damage, ...] = (without_names, with_sheets_renamed)
"""Either is harmless; both together leave a sheet to be known by what stands on it."""
SEVERE: tuple[Damage, ...] = (
    without_codes,
    with_some_codes_gone,
    without_row_of_codes,
    with_columns_reordered,
    with_sheets_renamed_and_no_names,
)


def answers(cells: Cells, specification: Specification) -> Mapping[AnswerKey, tuple[Given, str, Trouble | None]]:
    """Every answer as it is read."""
    found = read_return(cells, specification).answers
    return {answer.key: (answer.given, answer.words, answer.trouble) for answer in found}


def written(case: Answered) -> Cells:
    return read(filled(write_return(case.template, DRESS), case.template, case.typed))


@THOROUGH
@given(answered_returns(), st.lists(st.sampled_from(HARMLESS), max_size=4), st.sampled_from(OF_NAMES), CHANCES)
def test_the_answers_of_a_return_survive_what_people_do_to_its_shape(
    case: Answered, damages: list[Damage], of_names: Damage, chance: Random
) -> None:
    """Inserted, sorted, renamed, retyped, in any order, one on the other."""
    specification = case.template.specification
    good = written(case)
    cells = good
    for damage in (*(each for each in HARMLESS if each in damages), of_names):
        cells = damage(cells, specification, chance)
    assert answers(cells, specification) == answers(good, specification)


@THOROUGH
@given(answered_returns(), st.sampled_from(SEVERE), CHANCES)
def test_an_answer_that_cannot_be_told_is_said_and_never_taken_for_anothers(
    case: Answered, damage: Damage, chance: Random
) -> None:
    """Of measures that are all called alike, nobody can tell which is which once their codes are gone."""
    specification = case.template.specification
    good = written(case)
    before, after = answers(good, specification), answers(damage(good, specification, chance), specification)
    wrong = {key: after[key] for key in before if after[key] != before[key] and after[key][2] not in NOT_TOLD}
    assert wrong == {}


@pytest.mark.parametrize("damage", [*HARMLESS, *OF_NAMES, *SEVERE], ids=lambda damage: damage.__name__)
@pytest.mark.parametrize("seed", range(5))
def test_a_plain_return_loses_no_answer_to_any_of_it(damage: Damage, seed: int) -> None:
    """Where labels tell measures apart, every answer is found, whatever is gone."""
    specification = template_of(REFUGE, PERIOD).specification
    good = read(a_return(PERIOD, ANSWERS))
    damaged = damage(good, specification, Random(seed))  # noqa: S311  # no secret is drawn
    assert answers(damaged, specification) == answers(good, specification)


@pytest.mark.real_client
def test_answers_survive_libreoffice_after_rows_columns_and_sheets_were_changed(tmp_path: Path) -> None:
    """Saved anew by another program, with a row more and a sheet renamed: its formulas are no strays either."""
    specification = template_of(REFUGE, PERIOD).specification
    source, target = tmp_path / "return.xlsx", tmp_path / "again.xlsx"
    source.write_bytes(a_return(PERIOD, ANSWERS))
    with LibreOffice() as office, office.open_document(source) as document:
        document.insert_row("Refuge", 7)
        document.rename("Refuge", "Our refuge")
        document.recalculate()
        document.save(target)
    good, saved = (read(path.read_bytes()) for path in (source, target))
    assert answers(saved, specification) == answers(good, specification)
    returned = read_return(saved, specification)
    assert (returned.strays, returned.formulas, returned.traced) == ((), (), ())
