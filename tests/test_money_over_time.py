"""Who pays on a day is what the version of that day says, whatever period is asked for and however variations fall."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from commissioning.contract.money_over_time import funding_in
from commissioning.model.contract import Contract, Funding, Terms
from commissioning.model.funding import FundingLine, LineBasis
from commissioning.model.organisation import Organisation
from commissioning.period import Period
from tests.builders import some_terms

FIRST = date(2025, 4, 1)
DAYS = st.integers(0, 120).map(lambda days: FIRST + timedelta(days))
ENDS = st.none() | DAYS


@st.composite
def fundings(draw: st.DrawFn) -> Funding:
    """A few lines, some with dates, of funders who come again from version to version."""
    lines = []
    for code in draw(st.sets(st.sampled_from("abc"))):
        starts, ends = draw(ENDS), draw(ENDS)
        if starts and ends and ends < starts:
            starts, ends = ends, starts
        share = Fraction(1, draw(st.sampled_from((2, 3))))
        lines.append(FundingLine(code, Organisation(code, code), LineBasis.SHARE, share, starts=starts, ends=ends))
    return Funding(tuple(lines), tuple(line.code for line in lines), whole_percents_only=False)


@st.composite
def contracts(draw: st.DrawFn) -> Contract:
    """Versions that each say something else of who pays, or the same, or nothing."""
    days = sorted(draw(st.sets(DAYS, max_size=4)))
    stated = [draw(st.none() | fundings()) for _ in (None, *days)]
    terms = some_terms()
    versions: list[Terms] = [
        replace(terms, funding=funding, holds_from=day) for day, funding in zip((None, *days), stated, strict=True)
    ]
    return Contract("westshire", "westshire.toml", tuple(versions))


def paying(funding: Funding | None, day: date) -> set[tuple[str, Fraction | None]]:
    """Who pays on a day, and which part."""
    held = (
        (line for line in funding.lines if Period(line.starts, line.ends).overlaps(Period(day, day))) if funding else ()
    )
    return {(line.code, line.share) for line in held}


@given(contracts(), DAYS, st.integers(0, 92), st.integers(0, 92))
def test_on_each_day_those_pay_whom_the_version_of_that_day_names(
    contract: Contract, first: date, days: int, after: int
) -> None:
    """No more, no fewer, in whatever period the day is asked about."""
    period = Period(first, first + timedelta(days))
    day = first + timedelta(min(after, days))
    [(version, _)] = contract.versions_in(Period(day, day))
    assert paying(funding_in(contract, period), day) == paying(version.funding, day)


@given(contracts(), DAYS, st.integers(0, 92))
def test_every_funder_of_a_period_has_one_place_in_tie_order(contract: Contract, first: date, days: int) -> None:
    """So that no odd penny is without an order."""
    funding = funding_in(contract, Period(first, first + timedelta(days)))
    if funding:
        named = [line.funder.id for line in funding.lines if line.funder]
        assert set(named) <= set(funding.tie_order)
        assert len(set(funding.tie_order)) == len(funding.tie_order)


@given(contracts(), DAYS, st.integers(0, 92))
def test_lines_of_one_code_never_overlap(contract: Contract, first: date, days: int) -> None:
    """A line that changes ends on the day before it goes on otherwise."""
    funding = funding_in(contract, Period(first, first + timedelta(days)))
    lines = funding.lines if funding else ()
    for place, line in enumerate(lines):
        for other in lines[place + 1 :]:
            if other.code == line.code:
                assert not Period(line.starts, line.ends).overlaps(Period(other.starts, other.ends))
