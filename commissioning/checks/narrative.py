"""Do the words say what the figures show? Which way things are said to have gone, beside which way they went."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from commissioning.calendar import a_year_before
from commissioning.checks.claims import Claim, Since, Way, claims, is_bare, spans
from commissioning.checks.earlier import Earlier, Line, exact
from commissioning.checks.history import Admission
from commissioning.contract.reporting import year_starts
from commissioning.findings import Checks, Fault
from commissioning.measures import KINDS, Over
from commissioning.model.finding import Place, Severity
from commissioning.model.measure import Polarity, Statement
from commissioning.model.quantity import AnswerKey
from commissioning.money import round_half_up
from commissioning.period import Period, length, read_period

NARRATIVE_CHECKS = Checks(Admission, "Do the words say what the figures show?", rank=54)
declare = NARRATIVE_CHECKS.declare

MONTHS = {1: "month", 3: "quarter", 6: "half year", 12: "year"}


@dataclass(frozen=True, slots=True)
class Then:
    """An earlier number to hold a figure against, and both of them in words."""

    number: Fraction
    says: str


@declare(
    "V001",
    Severity.NOTE,
    "It is said here that {about} {way}. {shown}",
    "Correct the words or the figure, or say what the words go by.",
    "What do the words go by?",
)
def words_say_what_figures_do_not_show(admission: Admission) -> Iterator[Fault]:
    """A reader believes the words. Only what is plainly said of one measure, and plainly not so, is noted."""
    earlier = admission.earlier
    for place, text, own in _texts(admission):
        for claim in claims(text):
            for line in _named(earlier, claim, own):
                against = _not_shown(earlier, line, claim.way, _compared(earlier, line, claim))
                if against:
                    facts = {
                        "about": line.answer.about,
                        "way": claim.way.value,
                        "shown": " ".join(f"{words}." for words in against),
                    }
                    yield Fault((place, line.answer.place), facts, (line.row.key.measure,))


@declare(
    "V002",
    Severity.NOTE,
    "A paper says of {period}: “{says}”. The figures given do not show it. {shown}.",
    "Leave the words out, or say what they go by.",
    "What do the words go by?",
)
def paper_says_what_figures_do_not_show(admission: Admission) -> Iterator[Fault]:
    """What is said of figures elsewhere, as contract text quotes it: noted where none of them shows it."""
    earlier = admission.earlier
    for statement in _statements(admission):
        claim = next(claims(statement.says), None)
        lines = [line for line in earlier.every if claim and _is_one_of(line, statement)]
        against = [(line, _of_statement(earlier, line, claim, statement)) for line in lines if claim]
        if against and all(said for _, said in against):
            said = " ".join(words for _, found in against for words in found)
            facts = {"period": admission.label(admission.period), "says": statement.says, "shown": said.rstrip(".")}
            yield Fault(tuple(line.answer.place for line, _ in against), facts, statement.measures)


def _texts(admission: Admission) -> Iterator[tuple[Place, str, AnswerKey | None]]:
    """Every text of a return in its place, with the answer that it stands beside as an explanation."""
    for answer in admission.returned.answers:
        if answer.words:
            yield answer.place, answer.words, None
        if answer.explanation:
            yield answer.explanation_place, answer.explanation, answer.key


def _named(earlier: Earlier, claim: Claim, own: AnswerKey | None) -> tuple[Line, ...]:
    """The measure that a claim names, by the longest label; beside a figure, that figure where none is named."""
    wholes = [line for line in earlier.every if not line.row.key.dimension]
    asked = Counter(row.about for _, row in earlier.admission.specification.rows())
    found = [(line, at) for line in wholes if asked[line.answer.about] == 1 and (at := spans(claim, line.answer.about))]
    longest = tuple(line for line, at in found if not any(_lies_in(at, other) for _, other in found))
    if longest or own is None or not is_bare(claim):
        return longest
    return tuple(line for line in earlier.every if line.row.key == own)


def _lies_in(at: tuple[int, int], other: tuple[int, int]) -> bool:
    return at != other and other[0] <= at[0] and at[1] <= other[1]


def _compared(earlier: Earlier, line: Line, claim: Claim) -> tuple[Then, ...]:
    """What a claim compares a figure with: last period, the same period last year, or, where not said, both; what is
    said to be steady, last period."""
    last = line.before[-1:] if earlier.admission.previous is None else _at(line, earlier.admission.previous)
    a_year_ago = _at(line, a_year_before(earlier.admission.period))
    since = Since.LAST_PERIOD if claim.way is Way.STEADY and claim.since is Since.NOT_SAID else claim.since
    chosen = {Since.LAST_PERIOD: last, Since.LAST_YEAR: a_year_ago}.get(since, (*last, *a_year_ago))
    return tuple(_then(earlier, line, *one) for one in dict.fromkeys(chosen))


def _at(line: Line, period: Period | None) -> tuple[tuple[Period, Decimal], ...]:
    return tuple(one for one in line.before if one[0] == period)


def _then(earlier: Earlier, line: Line, period: Period, value: Decimal) -> Then:
    now, when = line.show(line.now), earlier.admission.label(period)
    return Then(Fraction(value), f"{line.answer.about} is {now}, and was {line.show(value)} in {when}")


def _not_shown(earlier: Earlier, line: Line, way: Way, against: tuple[Then, ...]) -> tuple[str, ...]:
    """The figures in words, where none of them bears a claim out; nothing, where any does or there are none."""
    way = _in_numbers(earlier, line, way)
    is_so = [_shows(earlier, way, Fraction(line.now), then.number) for then in against]
    return () if not is_so or any(shown is not False for shown in is_so) else tuple(then.says for then in against)


def _in_numbers(earlier: Earlier, line: Line, way: Way) -> Way:
    """Better and worse as up and down, where it is stated which way is better."""
    terms = earlier.admission.terms
    polarity = {m.code: m.polarity for m in terms.measures}.get(line.row.key.measure) if terms else None
    up = {Polarity.HIGHER: Way.BETTER, Polarity.LOWER: Way.WORSE}.get(polarity) if polarity else None
    if up is None or way not in (Way.BETTER, Way.WORSE):
        return way
    return Way.UP if way is up else Way.DOWN


def _shows(earlier: Earlier, way: Way, now: Fraction, then: Fraction) -> bool | None:
    """Whether two numbers bear a claim out; None where that cannot be said."""
    if way is Way.STEADY:
        policy, moved = earlier.policy, abs(now - then)
        return moved < Fraction(policy.smallest) or 100 * moved <= Fraction(policy.steady) * then
    return {Way.UP: now > then, Way.DOWN: now < then}.get(way)


def _statements(admission: Admission) -> Iterator[Statement]:
    """What contract text quotes of this period."""
    terms, period = admission.terms, admission.period
    for statement in terms.statements if terms else ():
        of = read_period(statement.period, year_starts(terms) if terms else 4)
        if (of.start, of.end) == (period.start, period.end):
            yield statement


def _is_one_of(line: Line, statement: Statement) -> bool:
    return line.row.key.measure in statement.measures and not line.row.key.dimension


def _of_statement(earlier: Earlier, line: Line, claim: Claim, statement: Statement) -> tuple[str, ...]:
    """The figures in words that do not bear a statement out; without one of its own before it, beside another's."""
    own = _compared(earlier, line, claim)
    against = own or tuple(_in_longer_periods(earlier, line, statement))
    return tuple(f"{words}." for words in _not_shown(earlier, line, claim.way, against))


def _in_longer_periods(earlier: Earlier, line: Line, statement: Statement) -> Iterator[Then]:
    """The newest number of a longer period, of this measure or else of another that the statement names, evened out
    over periods as long as this one; said with its arithmetic, and never printed as a figure of its own."""
    history, period = earlier.admission.history, earlier.admission.period
    codes = dict.fromkeys((line.row.key.measure, *statement.measures))
    keys = [AnswerKey(line.row.key.service, code) for code in codes]
    found = [
        (then, key, value, times)
        for then in sorted(history.figures.keys() - history.provisional, key=lambda one: one.sort_key, reverse=True)
        for key in keys
        if (value := exact(history.figures[then].get(key))) is not None and (times := _times(then, period)) > 1
    ]
    if found and KINDS[line.row.kind].over_time is Over.SUM:
        yield _evened_out(earlier, line, *found[0])


def _evened_out(earlier: Earlier, line: Line, then: Period, key: AnswerKey, value: Decimal, times: int) -> Then:
    terms, mean = earlier.admission.terms, Fraction(value) / times
    other = terms.measure(key.measure).label if terms and key.measure != line.row.key.measure else ""
    off = round_half_up(abs(Fraction(line.now) - mean) * 100 / mean, 1) if mean else Decimal(0)
    which = MONTHS.get((length(earlier.admission.period) or (0, 0))[0], "period")
    now, before, when = line.show(line.now), line.show(value), earlier.admission.label(then)
    says = (
        f"{line.answer.about} is {now} in this {which}, and {other or line.answer.about} was {before} in {when}: "
        f"{before} / {times} is {line.show_mean(mean)} a {which}, and {now} is {off:f}% "
        f"{'less' if line.now < mean else 'more'}{', if the two count the same' if other else ''}"
    )
    return Then(mean, says)


def _times(longer: Period, period: Period) -> int:
    """How many periods of one length a longer one holds; 0 where that is no whole number of months."""
    months, own = (length(one) or (0, 0) for one in (longer, period))
    return months[0] // own[0] if months[0] and own[0] and months[0] % own[0] == 0 else 0
