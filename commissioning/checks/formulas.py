"""Are the results of formulas what their cells come to, and are the sheet's own checks still there?"""

from collections.abc import Iterator
from decimal import Decimal

from commissioning.checks.answers import Given
from commissioning.findings import Checks, Fault
from commissioning.measures import KINDS
from commissioning.model.finding import Severity
from commissioning.model.returned import FormulaFound, FormulaSort

FORMULA_CHECKS = Checks(Given, "Are the results of formulas what their cells come to?", rank=27)
declare = FORMULA_CHECKS.declare


def _found(given: Given, sort: FormulaSort) -> tuple[FormulaFound, ...]:
    return tuple(found for found in given.returned.formulas if found.sort is sort)


def _one_fault(given: Given, sort: FormulaSort) -> Iterator[Fault]:
    """One fault with every formula of the sort."""
    found = _found(given, sort)
    if found:
        measures = tuple(dict.fromkeys(each.key.measure for each in found if each.key))
        yield Fault(tuple(dict.fromkeys(each.place for each in found)), measures=measures)


@declare(
    "X001",
    Severity.NEEDS_EXPLANATION,
    "The formula here was saved with the result {kept}, but its cells come to {worked}; {kept} was read.",
    "Open the file in a spreadsheet program, let it recalculate and save it again, or type the figure.",
    "Which is right, the figure shown or what its cells come to?",
)
def result_is_stale(given: Given) -> Iterator[Fault]:
    """A file that another program changed may show a total of figures that are there no more."""
    kinds = {row.key: KINDS[row.kind] for _, row in given.specification.rows()}
    for found in _found(given, FormulaSort.STALE):
        if found.key and found.kept is not None and found.worked is not None:
            kind = kinds[found.key]
            scale = Decimal(100) if kind.is_percent else Decimal(1)
            facts = {"kept": kind.show(found.kept * scale), "worked": kind.show(found.worked * scale)}
            yield Fault((found.place,), facts, (found.key.measure,))


@declare(
    "X002",
    Severity.NOTE,
    "The figure here is a formula that is not worked out anew; the result that was saved with it was read.",
    "See that the file was recalculated before it was saved.",
)
def result_was_read_as_kept(given: Given) -> Iterator[Fault]:
    """Sums, products and roundings of cells are worked out anew; other formulas are taken at their word."""
    return _one_fault(given, FormulaSort.KEPT)


@declare(
    "X003",
    Severity.NOTE,
    "The formula here was saved without its result; what its cells come to was read.",
    "See that it is the figure you meant.",
)
def result_was_worked_out(given: Given) -> Iterator[Fault]:
    """What a sum of cells comes to is no guess."""
    return _one_fault(given, FormulaSort.WORKED_OUT)


@declare(
    "X004",
    Severity.NOTE,
    "A number is typed here, where the other totals on this sheet are formulas.",
    "See that it is the total of its parts.",
)
def total_was_typed_over(given: Given) -> Iterator[Fault]:
    """A total that was typed over its formula no longer follows its parts."""
    return _one_fault(given, FormulaSort.TYPED_OVER)


@declare(
    "X005",
    Severity.NOTE,
    "A check of the sheet itself was typed over here.",
    "Nothing is needed: the checks are made anew when the file is read.",
)
def check_was_typed_over(given: Given) -> Iterator[Fault]:
    """What a sheet says of itself is evidence; the engine's own checks are made all the same."""
    return _one_fault(given, FormulaSort.CHECK_TYPED_OVER)


@declare(
    "X006",
    Severity.NOTE,
    "A check of the sheet itself was changed here, and no longer looks at the figures it is for.",
    "Nothing is needed: the checks are made anew when the file is read.",
)
def check_was_changed(given: Given) -> Iterator[Fault]:
    """Rows that are inserted or sorted by another program may leave the checks looking at other cells."""
    return _one_fault(given, FormulaSort.CHECK_CHANGED)
