"""A contract and a period to the funding that holds in it, whatever variations changed and when."""

from dataclasses import replace
from datetime import timedelta

from commissioning.model.contract import Contract, Funding
from commissioning.model.funding import FundingLine
from commissioning.period import Period


def funding_in(contract: Contract, period: Period) -> Funding | None:
    """The newest funding of a period, with every line that holds at some time of it, between the days it holds.

    What reports ask changes with the next period; who pays changes on the day that a variation states. A line that a
    variation leaves as it was goes on as one line. None where no version that holds in the period states funding.
    """
    held = [(terms.funding, span) for terms, span in contract.versions_in(period) if terms.funding]
    if not held:
        return None
    newest = held[-1][0]
    if len(contract.versions) == 1 or all(funding.lines == newest.lines for funding, _ in held):
        return newest
    lines: list[FundingLine] = []
    for funding, span in _spells(contract, period):
        for line in funding.lines:
            _go_on(lines, line, span)
    return replace(newest, lines=tuple(lines))


def _spells(contract: Contract, period: Period) -> list[tuple[Funding, Period]]:
    """Each funding that holds at some time of the period, with all the days on which its version holds."""
    always = contract.versions_in(Period(None, None))
    return [(terms.funding, span) for terms, span in always if terms.funding and span.overlaps(period)]


def _go_on(lines: list[FundingLine], line: FundingLine, span: Period) -> None:
    """Add a line for the days on which it holds, or let the same line before it go on."""
    held = Period(line.starts, line.ends)
    if not held.overlaps(span):
        return
    days = held.common(span)
    cut = replace(line, starts=days.start, ends=days.end)
    for number, before in enumerate(lines):
        same = replace(before, starts=cut.starts, ends=cut.ends) == cut
        if same and before.ends and cut.starts == before.ends + timedelta(days=1):
            lines[number] = replace(cut, starts=before.starts)
            return
    lines.append(cut)
