"""Money that contract text states and no return charges: whose it is, where it is to be spent, what may be added."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from commissioning.model.contract import Funding
from commissioning.model.document import Column, Look, Number, Piece, Table, Words
from commissioning.model.expression import Addition
from commissioning.model.figure import Figure
from commissioning.model.funding import FUNDER_NOT_STATED
from commissioning.model.quantity import AnswerKey, Bound, Given, Quantity
from commissioning.period import NOT_STATED, Period
from commissioning.report.evidence import ContractEvidence, figure_cell
from commissioning.totals.agreed import NO_AREA, NO_FUNDER

Row = tuple[Piece, ...]
TITLE = "Stated in contract text, and not charged"
NEVER_CHARGED = "No return charges these amounts, and one may be part of another."
NOWHERE = "Area not stated"


@dataclass(frozen=True, slots=True)
class Stated:
    """An amount in pounds that contract text states, or that comes of what it states, and its contract."""

    one: ContractEvidence
    figure: Figure

    @property
    def funder(self) -> str:
        """Who gives it, or that nobody is stated; empty for what is no funder's part."""
        if self.figure.key.measure == NO_FUNDER:
            return FUNDER_NOT_STATED
        gifts = (gift for funding in self._funding() for gift in funding.contributions)
        found = next((gift for gift in gifts if self._is(gift.code, gift.agreed.given)), None)
        return (found.funder.name if found.funder else FUNDER_NOT_STATED) if found else ""

    @property
    def area(self) -> str:
        """Where it is to be spent, or that no area is stated; empty for what is no area's part."""
        if self.figure.key.measure == NO_AREA:
            return NOWHERE
        limits = (limit for funding in self._funding() for limit in (*funding.floors, *funding.ceilings))
        return next((limit.area for limit in limits if self._is(limit.code, limit.agreed.given)), "")

    @property
    def is_most(self) -> bool:
        """Whether it is the most that is to be spent: no part of anything, and never added to the least."""
        ceilings = (limit for funding in self._funding() for limit in funding.ceilings)
        return any(self._is(limit.code, limit.agreed.given) for limit in ceilings)

    def _funding(self) -> Iterator[Funding]:
        versions = self.one.versions or ((self.one.terms, Period(None, None)),)
        return (terms.funding for terms, _ in versions if terms.funding)

    def _is(self, code: str, given: Given) -> bool:
        return (AnswerKey("", code), given) == (self.figure.key, self.figure.given)


def stated_money(evidence: Iterable[ContractEvidence]) -> tuple[Stated, ...]:
    """Every amount of money that the contracts state for the period, in their order."""
    return tuple(Stated(one, figure) for one in evidence for figure in one.agreed if figure.kind == "money")


def time_of(figure: Figure) -> Words:
    """What time an amount is for."""
    return Words("time not stated" if figure.period_label == NOT_STATED else figure.period_label)


def standing_of(figure: Figure) -> Words:
    """How firm an amount is; nothing, where contract text says nothing of that."""
    return Words(figure.standing.value if figure.standing else "")


def grouped_table(
    found: Iterable[Stated], of: Callable[[Stated], str], widths: tuple[int, ...], names: dict[str, str]
) -> Table:
    """The amounts by their funder or area, whichever `of` gives; those of which it gives none are left out.

    Amounts of one group are added only where they are exact, for one time and equally firm.
    """
    headings = ("What it is", "Contract", "£", "Standing", "For when", "What is said of it")
    columns = tuple(Column(heading, width) for heading, width in zip(headings, widths, strict=True))
    groups: dict[str, list[Stated]] = {}
    for each in found:
        if heading := of(each):
            groups.setdefault(heading, []).append(each)
    rows = tuple(row for heading, group in sorted(groups.items()) for row in _group(heading, group, names))
    rule = "Amounts for different times, with different bounds or of different standing are never added."
    return Table(TITLE, columns, rows, (f"{NEVER_CHARGED} {rule}",))


def _group(heading: str, group: list[Stated], names: dict[str, str]) -> Iterator[Row]:
    yield (Words(heading, Look.GROUP), *(Words("") for _ in range(5)))
    for each in group:
        figure, terms = each.figure, each.one.terms
        yield (
            Words(figure.about, Look.STRONG),
            Words(terms.title, to=names[terms.contract]),
            figure_cell(figure),
            standing_of(figure),
            time_of(figure),
            Words(figure.note, Look.QUIET),
        )
    for alike in _alike(group):
        yield _together(heading, alike)


def _alike(group: list[Stated]) -> Iterator[list[Figure]]:
    """Exact amounts of one time and standing, the least apart from the most, where there are several."""
    found: dict[tuple[object, ...], list[Figure]] = {}
    for each in group:
        figure = each.figure
        if isinstance(figure.given, Quantity) and figure.given.bound is Bound.EXACT:
            sort = (figure.period, figure.period_label, figure.standing, each.is_most)
            found.setdefault(sort, []).append(figure)
    return (figures for figures in found.values() if len(figures) > 1)


def _together(heading: str, figures: list[Figure]) -> Row:
    total = Addition(tuple(figure.expression for figure in figures if figure.expression is not None))
    given = sum(figure.given.value for figure in figures if isinstance(figure.given, Quantity))
    pounds = Number(Quantity(Decimal(given)), "money", total, strong=True)
    about = Words(f"{heading}, alike amounts together", Look.INDENTED)
    return (about, Words(""), pounds, standing_of(figures[0]), time_of(figures[0]), Words(""))
