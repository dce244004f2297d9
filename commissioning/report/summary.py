"""The front page: what needs a decision, what changed, how targets fare, which returns lack, and the money."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from commissioning.calendar import day_in_words
from commissioning.contract.reporting import year_starts
from commissioning.measures import KINDS
from commissioning.model.contract import Origin
from commissioning.model.document import Column, Look, Number, Piece, Sheet, Table, Words
from commissioning.model.expression import Count, Term
from commissioning.model.figure import Figure
from commissioning.model.finding import Severity
from commissioning.model.posted import Entry, State, Verdict
from commissioning.model.quantity import Missing, Quantity
from commissioning.period import Period
from commissioning.period import label as period_name
from commissioning.posting import APRIL
from commissioning.report.evidence import NOT_DUE, Arrived, ContractEvidence, figure_cell, leading_words, of_service
from commissioning.report.line_cells import shown_name, target_cell, without_empty
from commissioning.report.movement import Movement, called, direction, movement_of, sentence
from commissioning.report.stated_money import NEVER_CHARGED, TITLE, Stated, standing_of, stated_money, time_of
from commissioning.report.words import period_in_words
from commissioning.report.worked_out import worked_out
from commissioning.totals.agreed import VALUE
from commissioning.totals.lines import Line

Row = tuple[Piece, ...]
Names = dict[str, str]
WIDTHS = (72, 14, 17, 17, 33, 14, 50)
MOST_CHANGES = 7
MOST_RATINGS = 8
MOST_STATED = 6
WORST_FIRST = ("Red", "Amber", "Green")


def summary(label: str, evidence: tuple[ContractEvidence, ...], names: Names) -> Sheet:
    """What a reader learns in a minute, each line leading to where more is said."""
    tables = (
        _needs(evidence, names),
        _changes(evidence, names),
        _ratings(evidence, names),
        _contracts(evidence, names),
        _returns(evidence, names),
        _money(evidence, names),
        _stated(evidence, names),
        _provisional(evidence),
    )
    return Sheet("Summary", f"Monitoring workbook, {label}", (*_as_at(evidence), *leading_words(evidence)), tables)


def _as_at(evidence: tuple[ContractEvidence, ...]) -> tuple[Words, ...]:
    """The day on which the workbook was made, since what is outstanding changes with it."""
    days = dict.fromkeys(day_in_words(one.today) for one in evidence if one.today)
    return tuple(Words(f"As things stood on {day}.", Look.QUIET) for day in days)


def _columns(*headings: str) -> tuple[Column, ...]:
    return tuple(Column(heading, width) for heading, width in zip(headings, WIDTHS, strict=False))


def _title(one: ContractEvidence, names: Names) -> Words:
    return Words(one.terms.title, Look.STRONG, to=names[one.terms.contract])


def _needs(evidence: tuple[ContractEvidence, ...], names: Names) -> Table:
    """Returns that are stopped, queried or provisional, with what was found in them."""
    rows = tuple(row for one in evidence for arrived in _asking(one) for row in _needed(one, arrived, names))
    columns = _columns("Contract", "Return for", "What to do", "Why")
    return Table("What needs a decision", columns, rows, empty="Nothing: every return that is in stands.")


def _asking(one: ContractEvidence) -> Iterator[Arrived]:
    """The period's returns, and earlier ones that figures still stand on provisionally."""
    yield from one.arrived
    here = {arrived.receipt.sha256 for arrived in one.arrived}
    yield from (earlier for sha256, earlier in one.behind.items() if earlier.provisional and sha256 not in here)


def _needed(one: ContractEvidence, arrived: Arrived, names: Names) -> Iterator[Row]:
    period = arrived.receipt.period
    of = (_title(one, names), Words(period_in_words(period, year_starts(one.terms))))
    if not arrived.stands and arrived.judgement.verdict is Verdict.STOPPED:
        standing = one.standing(period) if period else None
        if standing is arrived:
            yield (*of, Words("send back", Look.WARNING), Words(_found(arrived, Severity.STOPS)))
    if query := arrived.query:
        by = f" for an answer by {day_in_words(query.until)}" if query.until else ""
        yield (*of, Words("have answered", Look.WARNING), Words(f"{query.actor} asked{by}: {query.why}"))
    if arrived.stands and arrived.judgement.verdict is Verdict.NEEDS_EXPLANATION and not arrived.explained:
        why = _found(arrived, Severity.NEEDS_EXPLANATION)
        if one.terms.origin is Origin.TRANSCRIBED:
            yield (*of, Words("note", Look.WARNING), Words(f"The paper's own figures do not agree. {why}"))
        else:
            yield (*of, Words("accept or query", Look.WARNING), Words(f"Its figures are provisional. {why}"))


def _found(arrived: Arrived, severity: Severity) -> str:
    """What was found, each with its cells, a line each."""
    found = (finding for finding in arrived.judgement.findings if finding.severity is severity)
    lines = (f"{', '.join(map(str, f.places)) or 'The file'}: {f.there} ({f.code})" for f in found)
    return "\n".join(lines)


def _changes(evidence: tuple[ContractEvidence, ...], names: Names) -> Table:
    """Ratings that changed, then the largest movements in proportion, in sentences."""
    moved = [(one, found) for one in evidence for line in one.lines if (found := _moved(line))]
    moved.sort(key=lambda pair: _weight(pair[1]))
    rows = tuple(_change(one, found, names) for one, found in moved[:MOST_CHANGES])
    more = len(moved) - len(rows)
    order = "Changes of rating first, then the largest in proportion"
    notes = [f"{order}; {more} more stand on the contracts' sheets."] if more > 0 else []
    if any(KINDS[found.last.kind].is_percent for _, found in moved[:MOST_CHANGES]):
        notes.append("A change of a percentage is in percentage points.")
    columns = _columns("In sentences", "Before", "Now", "Change", "Periods", "Contract")
    empty = "Nothing that can be compared: the same was not asked, or not exactly known, in the period before."
    return Table("What changed since the period before", columns, rows, (" ".join(notes),) if notes else (), empty)


def _moved(line: Line) -> Movement | None:
    """A whole measure's movement, if it or its rating moved; a change of what is itself a change says nothing."""
    if line.key.dimension or line.implied or line.measure is None or KINDS[line.measure.kind].is_change:
        return None
    moved = movement_of(line)
    return moved if moved and (moved.ratings or moved.values[0] != moved.values[1]) else None


def _weight(moved: Movement) -> tuple[bool, int, Decimal]:
    """Changes of rating first, what became worse before what became better; then by size."""
    size = moved.in_proportion
    return (moved.ratings is None, -moved.became_worse, -Decimal(size.numerator) / Decimal(size.denominator))


def _change(one: ContractEvidence, moved: Movement, names: Names) -> Row:
    sources = (*moved.last.sources, *moved.before.sources)
    change = moved.difference
    return (
        Words(sentence(one, moved)),
        figure_cell(moved.before),
        figure_cell(moved.last),
        worked_out(change, moved.last.kind, sources) if change else Words(""),
        Words(f"{moved.before.period_label} to {moved.last.period_label}", Look.QUIET),
        Words(one.terms.title, Look.QUIET, to=names[one.terms.contract]),
    )


def _ratings(evidence: tuple[ContractEvidence, ...], names: Names) -> Table:
    """What is Red or Amber, worst first, and how many of each there are."""
    rated = [(one, line, figure) for one in evidence for line in one.lines if (figure := _rated(line))]
    missed = [found for found in rated if found[2].rating.missed]
    missed.sort(key=lambda found: -(found[2].rating.place or 0))
    rows = tuple(_rated_row(*found, names) for found in missed[:MOST_RATINGS])
    more = len(missed) - len(rows)
    notes = (f"{more} more stand on the contracts' sheets.",) if more else ()
    usual = all(figure.rating.word in WORST_FIRST for _, _, figure in rated)
    heading = "Red and Amber" if usual else "Short of target"
    columns = _columns(heading, "Actual", "Target", "Rating", "Direction", "Return for", "Contract")
    well = "Nothing is Red or Amber." if usual else "Nothing is short of its target."
    all_well = well if rated else "Nothing is rated: no target is stated, or no figure stands."
    return Table("Ratings", columns, rows, notes, all_well)


def _rated(line: Line) -> Figure | None:
    """The figure of the last period, if it is rated and inside the period asked for."""
    return line.last if line.last and line.last.inside and line.last.rating.is_rated else None


def _contracts(evidence: tuple[ContractEvidence, ...], names: Names) -> Table:
    """The way to each contract, and how many of its figures have each rating."""
    words = _words_used(evidence)
    rows = tuple((_title(one, names), *_counts(one, words)) for one in evidence)
    table = Table("Contracts", _columns("Contract", *words, "Not rated"), rows, empty="None.")
    shown = without_empty(table)
    why = ("Why a figure is not rated stands beside it on the contract's sheet.",)
    return replace(shown, notes=why if any(_unrated(one) for one in evidence) else ())


def _words_used(evidence: tuple[ContractEvidence, ...]) -> tuple[str, ...]:
    """Red, Amber and Green, and the other words that policies give to figures here, worst first."""
    found = [figure.rating for one in evidence for line in one.lines if (figure := _rated(line))]
    others = {rating.word: rating.place or 0 for rating in found if rating.word not in WORST_FIRST}
    return (*WORST_FIRST, *sorted(others, key=lambda word: (-others[word], word)))


def _counts(one: ContractEvidence, words: tuple[str, ...]) -> Row:
    """How many of its figures have each word in this period, counted from their cells on its sheet, and in words how
    many are not rated, since those may be no numbers."""
    rated = [(figure.rating.word, line) for line in one.lines if (figure := _rated(line))]
    counts = (counted(_shown_as(one, line) for rating, line in rated if rating == word) for word in words)
    unrated = _unrated(one)
    return (*(Words("") if isinstance(count, Words) else count for count in counts), Words(f"{unrated or ''}"))


def _shown_as(one: ContractEvidence, line: Line) -> Hashable:
    return shown_name(one, line, line.thens[line.newest])


def _unrated(one: ContractEvidence) -> int:
    words = [line.last.rating.word for line in one.lines if line.last and line.last.rating.word]
    return len(words) - sum(_rated(line) is not None for line in one.lines)


def _rated_row(one: ContractEvidence, line: Line, figure: Figure, names: Names) -> Row:
    return (
        Words(called(one, line), Look.STRONG),
        figure_cell(figure),
        target_cell(figure, figure.target_says if figure.words else ""),
        Words(figure.rating.word, Look.RATING),
        Words(direction(line, figures=True)),
        Words(figure.period_label),
        Words(one.terms.title, Look.QUIET, to=names[one.terms.contract]),
    )


def _returns(evidence: tuple[ContractEvidence, ...], names: Names) -> Table:
    """Returns that have not come, or came late."""
    rows = tuple(row for one in evidence for period in one.owed for row in _lacking(one, period, names))
    columns = _columns("Contract", "Return for", "Due", "Received", "What it comes to", "Provider")
    return Table("Returns outstanding or late", columns, rows, empty=_all_in(evidence))


def _all_in(evidence: tuple[ContractEvidence, ...]) -> str:
    owed = sum(len(one.owed) for one in evidence if one.terms.origin is not Origin.TRANSCRIBED)
    if not owed:
        return "No return is owed to us for this period."
    return "None: the one return owed came in time." if owed == 1 else f"None: all {owed} returns owed came in time."


def _lacking(one: ContractEvidence, period: Period, names: Names) -> Iterator[Row]:
    arrived = one.standing(period)
    late = one.days_late(arrived) if arrived else 0
    if one.terms.origin is Origin.TRANSCRIBED or (arrived and arrived.stands and not late):
        return
    came = day_in_words(arrived.receipt.received.date()) if arrived else ""
    days = f", {late} {'day' if late == 1 else 'days'} late" if late else ""
    awaited = one.awaited(period)
    yield (
        _title(one, names),
        Words(period_name(period, APRIL)),
        Words(day_in_words(one.due.get(period)) or "not stated"),
        Words(came or "not received"),
        Words(
            f"{arrived.state}{days}" if arrived else awaited,
            Look.PLAIN if awaited == NOT_DUE and not arrived else Look.WARNING,
        ),
        Words(one.provider),
    )


def _money(evidence: tuple[ContractEvidence, ...], names: Names) -> Table:
    """Each charge of the period, its year to date, and whether it is split."""
    rows = tuple(row for one in evidence for row in _charges(one, names))
    columns = _columns("Contract", "Period", "Charge", "Year to date", "Where it stands")
    return Table("The money position", columns, rows, empty="No charge was returned for this period.")


def _charges(one: ContractEvidence, names: Names) -> Iterator[Row]:
    for charged in one.charged:
        year = one.year_of(charged.figure)
        so_far = figure_cell(year) if year and year.given is not Missing.NOT_ADDED else Words("")
        where = "accepted, split between funders" if charged.split else charged.note
        period = Words(charged.figure.period_label)
        of = ": ".join(filter(None, (one.terms.title, of_service(one, charged))))
        title = Words(of, Look.STRONG, to=names[one.terms.contract])
        yield (title, period, figure_cell(charged.figure), so_far, Words(where))


def _stated(evidence: tuple[ContractEvidence, ...], names: Names) -> Table:
    """What contract text states in pounds without a return: values, contributions, limits of spending, reserves."""
    found = stated_money(evidence)
    known = [each for each in found if isinstance(each.figure.given, Quantity)]
    first = _first_stated(known, several=len(evidence) > 1)
    rows = tuple(_stated_row(each, names) for each in first)
    more = len(known) - len(first)
    others = f"{more} more {'stands' if more == 1 else 'stand'} on Funding."
    unknown = len(found) - len(known)
    named = f"{unknown} {'amount is' if unknown == 1 else 'amounts are'} named and not stated: see Funding."
    notes = ((NEVER_CHARGED,) if known else ()) + ((others,) if more else ()) + ((named,) if unknown else ())
    columns = _columns("What it is", "Standing", "For when", "£", "Contract")
    return Table(TITLE, columns, rows, notes, empty="No amount of money is stated for this period.")


def _first_stated(known: list[Stated], *, several: bool) -> list[Stated]:
    """What there is room for: of several contracts what each is worth, of one all that it states."""
    worth = [each for each in known if each.figure.key.measure == VALUE]
    return (worth if several and worth else known)[:MOST_STATED]


def _stated_row(each: Stated, names: Names) -> Row:
    figure, terms = each.figure, each.one.terms
    title = Words(terms.title, Look.QUIET, to=names[terms.contract])
    about = f"{figure.about}: {figure.note}" if figure.key.measure == VALUE else figure.about
    return (Words(about, Look.STRONG), standing_of(figure), time_of(figure), figure_cell(figure), title)


def _provisional(evidence: tuple[ContractEvidence, ...]) -> Table:
    """How many of the period's figures as returned may still change."""
    shown = [(one, e) for one in evidence for e in one.entries if _is_number(e.given) and one.asked.overlaps(e.period)]
    of_it = [entry for one, entry in shown if one.asked.contains(entry.period)]
    beyond = [entry for one, entry in shown if not one.asked.contains(entry.period)]
    counts = (
        ("Returned for this period", of_it),
        ("Of a period that lies only partly in it, or is not stated", beyond),
    )
    rows = tuple(_how_firm(what, entries) for what, entries in counts if entries or entries is of_it)
    return Table("How many figures are provisional", _columns("", "Figures", "Provisional"), rows)


def _how_firm(what: str, entries: list[Entry]) -> Row:
    unsure = (entry.number for entry in entries if entry.state is State.PROVISIONAL)
    return (Words(what, Look.STRONG), counted(entry.number for entry in entries), counted(unsure))


def _is_number(given: object) -> bool:
    return isinstance(given, Quantity)


def counted(numbers: Iterable[Hashable]) -> Number | Words:
    """How many figures there are, counted from their rows in Data; with none, the word."""
    terms = tuple(Term(number) for number in numbers)
    if not terms:
        return Words("none", Look.QUIET)
    return Number(Quantity(Decimal(len(terms))), "flow", Count(terms))
