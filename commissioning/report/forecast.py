"""Forecasts of contracts to a Document: the year by service and funder, month by month, what runs out, and the data."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from commissioning.funding.forecasting.forecast_nouns import Forecast, Outturn, Strand
from commissioning.funding.forecasting.outlook import LimitOutlook, LimitState, LineOutlook
from commissioning.model.accounts import Charge
from commissioning.model.document import Chart, Column, Document, Look, Number, Shape, Sheet, Table, Words
from commissioning.model.expression import Addition, Difference, Ratio, Sum, Term
from commissioning.model.quantity import Missing, Quantity
from commissioning.money import round_half_up, say_money
from commissioning.period import label
from commissioning.posting import APRIL, Posting
from commissioning.report.money_cells import Row, added, pounds

NAME, MONEY, PERCENT, NOTE, SHORT = 58, 16, 12, 64, 14
NEVER_POSTED = "A forecast: it is not posted, not billed and not paid. What funders owe is what is posted."
FORECAST_FUNDERS = "What is forecast is shared as charges of those months would be, line by line, in their order."
BY_AREA = "What is forecast is taken to fall where this year's charges fell."


@dataclass(frozen=True, slots=True)
class Prospect:
    """A forecast and what it means: the limits by area, and the awards and reserves."""

    forecast: Forecast
    limits: tuple[LimitOutlook, ...] = ()
    lines: tuple[LineOutlook, ...] = ()


def forecast_document(prospects: Sequence[Prospect], upto: Posting) -> Document:
    """A sheet for each contract and one of the data beneath it."""
    year = upto.year_label
    pages = tuple(page for number, one in enumerate(prospects, 1) for page in _pages(one, number, len(prospects)))
    summary = (_summary(prospects, year),) if len(prospects) > 1 else ()
    nothing = (
        Sheet("Forecast", f"Forecast {year}", (Words("No contract has a charge or a budget in this year."),), ()),
    )
    title = f"Forecast outturn {year}, from what is posted to {upto}"
    return Document(title, prospects[0].forecast.title if len(prospects) == 1 else "", (*summary, *pages) or nothing)


def _summary(prospects: Sequence[Prospect], year: str) -> Sheet:
    """Every contract, and every funder over all of them."""
    contracts = tuple(_contract(one.forecast) for one in prospects)
    names = dict.fromkeys(funder.key for one in prospects for funder in one.forecast.funders)
    funders = tuple(_over_all(prospects, name) for name in sorted(names, key=lambda name: not name))
    tables = (
        Table("By contract", _outturn_columns("Contract", "Standing"), contracts),
        Table("By funder, over all contracts", _outturn_columns("Funder"), funders, (FORECAST_FUNDERS,)),
    )
    return Sheet("Summary", f"Forecast outturn {year}", (Words(NEVER_POSTED),), tables)


def _contract(forecast: Forecast) -> Row:
    sums = (Addition((Term(("whole", forecast.contract, at)),)) for at in ("charged", "ahead", "budget"))
    named = replace(forecast.whole, name=forecast.title)
    return _outturn_row(("contract", forecast.contract), named, tuple(sums), forecast.label)


def _over_all(prospects: Sequence[Prospect], name: str) -> Row:
    """A funder's lines of every contract; the budget is known where it is of all of them."""
    found = [(one.forecast, mine) for one in prospects for mine in one.forecast.funders if mine.key == name]
    keys = [("funder", forecast.contract, name) for forecast, _ in found]
    sums = tuple(added((*key, at) for key in keys) for at in ("charged", "ahead", "budget"))
    budgets = [mine.budget for _, mine in found]
    known = [budget for budget in budgets if budget is not None]
    budget = sum(known) if len(known) == len(budgets) else None
    actual, ahead = sum(mine.actual for _, mine in found), sum(mine.ahead for _, mine in found)
    return _outturn_row(("all", name), Outturn(name, found[0][1].name, actual, ahead, budget), sums)


def _pages(one: Prospect, number: int, of: int) -> tuple[Sheet, Sheet]:
    after = f" {number}" if of > 1 else ""
    tables = (_services(one), _funders(one), _funding_lines(one), _limits(one), _lines(one), _months(one))
    main = Sheet(f"Forecast{after}", one.forecast.title, _lead(one.forecast), tuple(t for t in tables if t is not None))
    data = (Words("What is posted is a value; the sheet before adds it up, and never splits it."),)
    beneath = Sheet(f"Data{after}", f"{one.forecast.title}: data", data, (_posted(one), _ahead(one)), wide=True)
    return main, beneath


def _lead(forecast: Forecast) -> tuple[Words, ...]:
    illustrative = "The shares are known only as whole percents, so the funders' parts are illustrative."
    said = (forecast.label, NEVER_POSTED, *forecast.notes, illustrative if forecast.illustrative else "")
    return tuple(Words(words, Look.WARNING if words == illustrative else Look.PLAIN) for words in said if words)


def _columns(first: str, *others: str) -> tuple[Column, ...]:
    widths = (MONEY, MONEY, MONEY, MONEY, MONEY, PERCENT, NOTE)
    return (Column(first, NAME), *(Column(name, width) for name, width in zip(others, widths, strict=False)))


def _outturn_columns(first: str, *last: str) -> tuple[Column, ...]:
    return _columns(first, "Charged", "Forecast", "Outturn", "Budget", "Over budget", "Over, %", *last)


def _services(one: Prospect) -> Table:
    strands = zip(one.forecast.services, one.forecast.strands, strict=True)
    rows = tuple(_service(one.forecast, outturn, strand) for outturn, strand in strands)
    keys = [outturn.key for outturn in one.forecast.services]
    total = (_whole(one.forecast, keys),) if rows else ()
    columns = _outturn_columns("Service", "How it was found")
    return Table(
        "By service", columns, (*rows, *total), (BY_AREA,), empty="Nothing is charged, and no budget is stated."
    )


def _service(forecast: Forecast, outturn: Outturn, strand: Strand) -> Row:
    charged = added(("charge", forecast.contract, charge.number) for charge in strand.charges)
    ahead = added(("ahead", forecast.contract, outturn.key, n) for n, pence in enumerate(strand.ahead, 1) if pence)
    return _outturn_row(("service", forecast.contract, outturn.key), outturn, (charged, ahead, None), outturn.method)


def _whole(forecast: Forecast, keys: Sequence[str]) -> Row:
    sums = tuple(
        added(("service", forecast.contract, key, at) for key in keys) for at in ("charged", "ahead", "budget")
    )
    return _outturn_row(("whole", forecast.contract), forecast.whole, sums, forecast.whole.method, strong=True)


def _funders(one: Prospect) -> Table | None:
    forecast = one.forecast
    rows = tuple(_funder(forecast, outturn) for outturn in forecast.funders)
    return Table("By funder", _outturn_columns("Funder"), rows, (FORECAST_FUNDERS,)) if rows else None


def _funder(forecast: Forecast, outturn: Outturn) -> Row:
    keys = [line.key for line in forecast.lines if line.funder == outturn.key]
    sums = (added(("line", forecast.contract, key, at) for key in keys) for at in ("charged", "ahead", "budget"))
    return _outturn_row(("funder", forecast.contract, outturn.key), outturn, tuple(sums))


def _funding_lines(one: Prospect) -> Table | None:
    rows = tuple(_funding_line(one, outturn) for outturn in one.forecast.lines)
    return Table("By funding line", _outturn_columns("Funding line"), rows) if rows else None


def _funding_line(one: Prospect, outturn: Outturn) -> Row:
    forecast, line = one.forecast, outturn.key
    charged = added(("part", forecast.contract, charge.number, line) for charge in _paid_by(one, line))
    ahead = added(("ahead part", forecast.contract, line, month) for month in _months_of(one, line))
    return _outturn_row(("line", forecast.contract, line), outturn, (charged, ahead, None))


def _charges(one: Prospect) -> tuple[Charge, ...]:
    return tuple(charge for strand in one.forecast.strands for charge in strand.charges)


def _paid_by(one: Prospect, line: str) -> tuple[Charge, ...]:
    return tuple(charge for charge in _charges(one) if any(part.line == line for part in charge.parts))


def _months_of(one: Prospect, line: str) -> tuple[int, ...]:
    found = {each.month for each in one.forecast.ahead if any(part.line == line for part in each.parts)}
    return tuple(sorted(found))


def _outturn_row(
    name: tuple[Hashable, ...], outturn: Outturn, sums: tuple[Sum | None, ...], note: str = "", *, strong: bool = False
) -> Row:
    """A line of the year: what was charged, what is ahead and the budget by their Sums, the rest from these three."""
    charged, ahead, budget = (Term((*name, at)) for at in ("charged", "ahead", "budget"))
    outturn_sum = Addition((charged, ahead))
    over = Difference(Term((*name, "outturn")), budget)
    known = outturn.budget is not None
    return (
        Words(outturn.name, Look.STRONG if strong else Look.PLAIN),
        _money(outturn.actual, sums[0], charged.key, strong=strong),
        _money(outturn.ahead, sums[1], ahead.key, strong=strong),
        _money(outturn.outturn, outturn_sum, (*name, "outturn"), strong=True),
        _money(outturn.budget, sums[2] if known else None, budget.key, strong=strong),
        _money(outturn.variance, over if known else None, (*name, "over"), strong=strong),
        _percent(outturn.variance, outturn.budget, Ratio(Term((*name, "over")), budget)),
        *((Words(note, Look.QUIET),) if note else ()),
    )


def _percent(part: int | None, whole: int | None, expression: Ratio) -> Number:
    """A part as a percentage of a whole, rounded once; none of nothing, nor of what is not stated."""
    if part is None or whole is None:
        return Number(Missing.NOT_STATED, "ratio")
    if whole == 0:
        return Number(Missing.NOT_APPLICABLE, "ratio")
    return Number(Quantity(round_half_up(Fraction(100 * part, whole), 4)), "ratio", expression)


def _money(pence: int | None, expression: Sum | None = None, name: Hashable = None, *, strong: bool = False) -> Number:
    """Pence as a cell in pounds; a Sum of no terms is a plain value."""
    empty = isinstance(expression, Addition) and not expression.parts
    return pounds(pence, None if empty else expression, name, strong=strong)


def _months(one: Prospect) -> Table:
    forecast = one.forecast
    budget = forecast.budget_months
    rows = tuple(_month(forecast, number, budget[number - 1] if budget else None) for number in range(1, 13))
    columns = _columns("Month of service", "Charged", "Forecast", "Together", "Budget")
    series = (1, 2, 4) if budget else (1, 2)
    chart = Chart("Charged, forecast and budget, by month", Shape.COLUMNS, 0, series, 0, len(rows) - 1)
    notes = ("A charge for several months stands in equal parts in each of them.",)
    return Table("By month", columns, (*rows, _year(forecast)), notes, charts=(chart,))


def _month(forecast: Forecast, number: int, budget: int | None) -> Row:
    charged, ahead = forecast.actual_months[number - 1], forecast.ahead_months[number - 1]
    key = ("month", forecast.contract, number)
    together = Addition((Term((*key, "charged")), Term((*key, "ahead"))))
    return (
        Words(f"{Posting(forecast.upto.year, number).month().start:%b %Y}"),
        _money(charged, None, (*key, "charged")),
        _money(ahead, _by_strand(forecast, number), (*key, "ahead")),
        _money(charged + ahead, together, (*key, "together"), strong=True),
        _money(budget, None, (*key, "budget")),
    )


def _year(forecast: Forecast) -> Row:
    """The months added up: the same as the lines above."""
    whole, months = forecast.whole, range(1, 13)
    given = (("charged", whole.actual), ("ahead", whole.ahead), ("together", whole.outturn), ("budget", whole.budget))
    sums = (
        _money(
            pence,
            None if pence is None else added(("month", forecast.contract, number, at) for number in months),
            strong=True,
        )
        for at, pence in given
    )
    return (Words("The year", Look.STRONG), *sums)


def _by_strand(forecast: Forecast, number: int) -> Addition:
    strands = (strand for strand in forecast.strands if strand.ahead[number - 1])
    return added(("ahead", forecast.contract, strand.service, number) for strand in strands)


def _limits(one: Prospect) -> Table | None:
    if not one.limits:
        return None
    columns = _columns(
        "Area", "Charged", "Forecast", "Together", "Floor or ceiling", "Above it", "Of it, %", "How it stands"
    )
    rows = tuple(_limit(one.forecast, limit) for limit in one.limits)
    notes = ("A floor is the least to be spent in an area, a ceiling the most. Neither is a funder's part.",)
    return Table("Limits by area", columns, rows, notes)


def _limit(forecast: Forecast, limit: LimitOutlook) -> Row:
    key = ("floor" if limit.is_floor else "ceiling", forecast.contract, limit.limit.code)
    judged = not limit.why
    together = Addition((Term((*key, "spent")), Term((*key, "ahead"))))
    both, most = Term((*key, "together")), Term((*key, "limit"))
    over = Difference(both, most)
    above = limit.together - limit.pence if judged and limit.pence is not None else None
    return (
        Words(f"{limit.limit.area}, {key[0]}"),
        _money(limit.spent if judged else None, None, (*key, "spent")),
        _money(limit.ahead if judged else None, None, (*key, "ahead")),
        _money(limit.together if judged else None, together if judged else None, (*key, "together"), strong=True),
        _money(limit.pence, None, (*key, "limit")),
        _money(above, over if judged else None),
        _percent(
            limit.together if judged else None, limit.pence, Ratio(Term((*key, "together")), Term((*key, "limit")))
        ),
        Words(limit_in_words(limit), Look.WARNING if limit.state in TROUBLE else Look.PLAIN),
    )


TROUBLE = frozenset({LimitState.AT_RISK, LimitState.MISSED, LimitState.WILL_BE_PASSED, LimitState.PASSED})
"""The states of a limit that somebody must act on."""


def limit_in_words(limit: LimitOutlook) -> str:
    """How a limit stands, such as `Will be passed in 2025-26-P09.` or `Not known: no time is stated for it`."""
    when = f" in {limit.passed}" if limit.passed else ""
    unplaced = f"{say_money(limit.unplaced)} has no area stated" if limit.unplaced else ""
    why = limit.why or (unplaced if limit.state is LimitState.NOT_KNOWN else "")
    return f"{limit.state.capitalize()}{when}{f': {why}' if why else ''}."


def _lines(one: Prospect) -> Table | None:
    if not one.lines:
        return None
    columns = _columns(
        "Award or reserve", "Before the year", "Charged", "Forecast", "Its money", "Left", "Drawn, %", "How it ends"
    )
    return Table("Awards and reserves", columns, tuple(_line(one.forecast, line) for line in one.lines))


def _line(forecast: Forecast, line: LineOutlook) -> Row:
    key = ("award", forecast.contract, line.line.code)
    drawn = added((*key, at) for at in ("before", "drawn", "ahead"))
    pence = line.before + line.drawn + line.ahead
    return (
        Words(line.line.name),
        _money(line.before, None, (*key, "before")),
        _money(line.drawn, None, (*key, "drawn")),
        _money(line.ahead, None, (*key, "ahead")),
        _money(line.cap, None, (*key, "cap")),
        _money(line.left, Difference(Term((*key, "cap")), drawn), strong=True),
        _percent(pence, line.cap, Ratio(drawn, Term((*key, "cap")))),
        Words(line_in_words(line), Look.WARNING if line.short or line.overdrawn else Look.PLAIN),
    )


def line_in_words(line: LineOutlook) -> str:
    """How an award or a reserve ends: when the last of it goes, and what then has no funder."""
    if line.overdrawn:
        return f"Overdrawn by {say_money(line.overdrawn)}."
    if line.runs_out is None:
        return "Lasts to the end of the year."
    runs = "By the forecast runs" if line.is_ahead else "Ran"
    short = f"; {say_money(line.short)} from then on has no funder" if line.short else ""
    return f"{runs} out in {line.runs_out} ({month_in_words(line.runs_out)}){short}."


def month_in_words(posting: Posting) -> str:
    """`November 2025`."""
    return f"{posting.month().start:%B %Y}"


def _posted(one: Prospect) -> Table:
    forecast = one.forecast
    heads = (("Charge", SHORT), ("Posted", SHORT), ("Service", 28), ("Area", 20), ("Period", SHORT), ("£", MONEY))
    lines = tuple((outturn.name, MONEY) for outturn in forecast.lines)
    rows = tuple(_posted_row(forecast, charge) for charge in _charges(one))
    columns = tuple(Column(*head) for head in (*heads, *lines))
    return Table("Posted in the year", columns, rows, empty="Nothing is posted in this year.")


def _posted_row(forecast: Forecast, charge: Charge) -> Row:
    parts = {part.line: part.pence for part in charge.parts}
    of = (forecast.contract, charge.number)
    return (
        Words(str(charge.number)),
        Words(str(charge.posting)),
        Words(charge.service),
        Words(charge.area),
        Words(label(charge.period, APRIL)),
        _money(charge.pence, None, ("charge", *of)),
        *(
            _money(parts[line.key], None, ("part", *of, line.key)) if line.key in parts else Words("")
            for line in forecast.lines
        ),
    )


def _ahead(one: Prospect) -> Table:
    forecast = one.forecast
    strands = [(outturn.name, strand) for outturn, strand in zip(forecast.services, forecast.strands, strict=True)]
    heads = ("Month", *(name for name, _ in strands), *(outturn.name for outturn in forecast.lines))
    columns = (Column(heads[0], SHORT), *(Column(head, MONEY) for head in heads[1:]))
    months = [number for number in range(1, 13) if forecast.ahead_months[number - 1]]
    rows = tuple(_ahead_row(forecast, number) for number in months)
    return Table("Forecast, by service and by funding line", columns, rows, empty="Nothing is forecast.")


def _ahead_row(forecast: Forecast, number: int) -> Row:
    parts: dict[str, int] = {}
    for part in (part for one in forecast.ahead if one.month == number for part in one.parts):
        parts[part.line] = parts.get(part.line, 0) + part.pence
    by_service = (
        _money(strand.ahead[number - 1], None, ("ahead", forecast.contract, strand.service, number))
        for strand in forecast.strands
    )
    by_line = (
        _money(parts.get(line.key, 0), None, ("ahead part", forecast.contract, line.key, number))
        for line in forecast.lines
    )
    return (Words(str(Posting(forecast.upto.year, number))), *by_service, *by_line)
