"""A contract and a period to the funding that holds in it, whatever variations changed and when."""

from dataclasses import replace
from datetime import timedelta

from commissioning.model.contract import Contract, Funding
from commissioning.model.funding import FundingLine
from commissioning.period import Period

ALWAYS = Period(None, None)


def funding_in(contract: Contract, period: Period) -> Funding | None:
    """The funding of a period: every line that holds at some time of it, between the days on which it holds.

    What reports ask changes with the next period; who pays changes on the day that a variation states. A line that a
    variation leaves as it was goes on as one. What is agreed beside lines is that of the newest version that holds in
    the period, with what earlier ones have more. None where none of them states funding.
    """
    held = [terms.funding for terms, _ in contract.versions_in(period) if terms.funding]
    if not held:
        return None
    if len(contract.versions) == 1:
        return held[0]
    lines: list[FundingLine] = []
    for terms, span in contract.versions_in(ALWAYS):
        for line in terms.funding.lines if terms.funding else ():
            _go_on(lines, line, span)
    there = tuple(line for line in lines if line.days.overlaps(period))
    return _joined(held, there)


def _joined(held: list[Funding], lines: tuple[FundingLine, ...]) -> Funding:
    """The last funding with those lines, and with whom and what the earlier name and it does not."""
    return replace(
        held[-1],
        lines=lines,
        tie_order=tuple(dict.fromkeys(who for funding in held[::-1] for who in funding.tie_order)),
        contributions=tuple({one.code: one for funding in held for one in funding.contributions}.values()),
        reserves=tuple({one.code: one for funding in held for one in funding.reserves}.values()),
    )


def _go_on(lines: list[FundingLine], line: FundingLine, span: Period) -> None:
    """Add a line for the days of its version on which it holds, or let the same line before it go on."""
    held = line.days
    if not held.overlaps(span):
        return
    days = held.common(span)
    cut = replace(line, starts=days.start, ends=days.end)
    for number, before in enumerate(lines):
        is_same = replace(before, starts=cut.starts, ends=cut.ends) == cut
        if is_same and before.ends and cut.starts == before.ends + timedelta(days=1):
            lines[number] = replace(cut, starts=before.starts)
            return
    lines.append(cut)
