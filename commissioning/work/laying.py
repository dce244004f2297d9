"""Cells in an organisation's own layout and the contracts go in; the return they are, and how they were read, come out.

Pure, as checking is. Which layout a file has is told by its signs; which period it is for, by what it states, unless
the operator said it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from commissioning.contract.reporting import is_reported, owed_for, period_label, year_starts
from commissioning.layout import Page, fits, lay, stated_period
from commissioning.model.contract import Contract, Terms
from commissioning.model.layout import Laid, Layout
from commissioning.model.returned import Cells, Return
from commissioning.model.template import Specification
from commissioning.period import Period, read_period
from commissioning.returns import read_answer
from commissioning.template import specify

SOME_DAY = date(2025, 7, 1)
"""A day in the period that shows how one is written."""


@dataclass(frozen=True, slots=True)
class ReadByLayout:
    """What was noticed of a file; its specification and return, where one layout fits and its period is known."""

    laid: Laid
    specification: Specification | None = None
    returned: Return | None = None


def read_by_layout(
    cells: Cells, contracts: Mapping[str, Contract | None], period: Period | None = None
) -> ReadByLayout | None:
    """The file by the layout of a contract whose signs it bears; None where it bears none."""
    page = Page(cells)
    fitting = [
        (contract, layout)
        for contract in contracts.values()
        if contract
        for layout in _layouts(contract)
        if fits(page, layout)
    ]
    if len(fitting) == 1:
        return _read(page, *fitting[0], period)
    names = tuple(f"{layout.title} ({contract.id})" for contract, layout in fitting)
    return ReadByLayout(Laid("", names, None)) if fitting else None


def _layouts(contract: Contract) -> tuple[Layout, ...]:
    """Every layout that some version of a contract has had, as the newest that has it describes it."""
    return tuple({layout.id: layout for terms in contract.versions for layout in terms.layouts}.values())


def _read(page: Page, contract: Contract, layout: Layout, said: Period | None) -> ReadByLayout:
    starts = year_starts(contract.latest)
    stated = stated_period(page, layout, starts)
    period = said or stated.period
    period = owed_for(contract.latest, period) if period else None
    terms = contract.terms_for(period) if period else contract.latest
    laid = Laid(contract.id, (layout.title,), None, holds_cases=layout.holds_cases)
    if period is None or not is_reported(terms, period):
        example = period_label(terms, _some_period(terms))
        return ReadByLayout(replace(laid, label=example, stated=stated.words, stated_at=stated.place))
    then = {one.id: one for one in terms.layouts}.get(layout.id, layout)
    specification = _asked_by(specify(terms, period), then)
    found, noticed = lay(page, then, specification, starts)
    answers = tuple(read_answer(row, found[row.key]) for _, row in specification.rows())
    laid = replace(laid, period=period, label=period_label(terms, period), noticed=noticed)
    return ReadByLayout(laid, specification, Return(contract.id, answers, page.cells.loose))


def _asked_by(specification: Specification, layout: Layout) -> Specification:
    """The specification without what a file of this layout is not asked."""
    left_out = set(layout.left_out)
    blocks = (
        replace(block, rows=tuple(row for row in block.rows if row.key.measure not in left_out))
        for block in specification.blocks
    )
    there = tuple(block for block in blocks if block.rows)
    return replace(specification, blocks=there)


def _some_period(terms: Terms) -> Period:
    """A period that the contract reports, to show how one is written."""
    reporting = terms.reporting
    if reporting and reporting.spans:
        return reporting.spans[0]
    shown = reporting.calendar.at(SOME_DAY) if reporting else None
    return shown or read_period("2025-26-Q2")
