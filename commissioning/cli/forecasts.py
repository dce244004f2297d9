"""What the year will come to: the forecast of each contract's money."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commissioning.cli.desk import (
    Desk,
    clock,
    counted,
    json_option,
    page_option,
    print_json,
    print_page,
    print_table,
    workspace_option,
)
from commissioning.money import pounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from commissioning.funding.forecasting.forecast_nouns import Outturn
    from commissioning.report.forecast import Prospect


@click.command()
@click.argument("period", required=False)
@click.option("--contract", metavar="ID", help="One contract only.")
@click.option("--run-rate", is_flag=True, help="Forecast by the run rate, even where a budget is stated.")
@page_option
@workspace_option
@json_option
@click.pass_obj
def forecast(
    desk: Desk, period: str | None, contract: str | None, output: Path | None, *, run_rate: bool, as_json: bool
) -> None:
    """Say what the accounting year will come to, from what is posted until PERIOD: by service, by funder and by area.

    PERIOD is a posting period (2025-26-P06), or a month, quarter or year whose last month is meant; without one it is
    the month of today.
    """
    from commissioning.funding.forecasting.forecast_nouns import Method
    from commissioning.report.forecast import forecast_document
    from commissioning.work.forecasting import forecasts, posting_of

    upto = posting_of(desk.workspace, period, desk.actor, clock().date(), contract)
    method = Method.RUN_RATE if run_rate else Method.BUDGET
    found = forecasts(desk.workspace, desk.actor, upto, contract, method)
    if as_json:
        print_json([_json(one) for one in found])
    elif output is not None:
        print_page(forecast_document(found, upto), output, desk.workspace.dress)
    else:
        for one in found:
            _print(one)
        click.echo(_ends(len(found), str(upto)))


def _ends(contracts: int, upto: str) -> str:
    if not contracts:
        return f"No contract has anything to forecast at {upto}; ask for a posting period inside a contract's term."
    return f"{counted(contracts, 'contract')}, from what is posted to {upto}. A forecast is never billed."


HEADINGS = ("charged", "forecast", "outturn", "budget", "over", "over %")
NUMBERS = frozenset(range(1, 7))


def _print(one: Prospect) -> None:
    from commissioning.report.forecast import limit_in_words, line_in_words

    found = one.forecast
    click.echo(found.title)
    for words in (found.label, *found.notes):
        if words:
            click.echo(words)
    print_table(("service", *HEADINGS), map(_row, (*found.services, found.whole)), right=NUMBERS)
    for method, names in _methods(found.services):
        click.echo(f"{', '.join(names)}: {method}")
    for heading, outturns in (("funder", found.funders), ("funding line", found.lines)):
        if outturns:
            click.echo()
            print_table((heading, *HEADINGS), map(_row, outturns), right=NUMBERS)
    for limit in one.limits:
        least = "floor" if limit.is_floor else "ceiling"
        click.echo(f"{limit.limit.area}, {least} {_pounds(limit.pence)}: {limit_in_words(limit)}")
    for line in one.lines:
        click.echo(f"{line.line.name}, {pounds(line.cap)}: {line_in_words(line)}")
    click.echo()


def _row(one: Outturn) -> tuple[str, ...]:
    money = (one.actual, one.ahead, one.outturn, one.budget, one.variance)
    return (one.name, *map(_pounds, money), one.percent_in_words)


def _methods(outturns: Iterable[Outturn]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """How the services were forecast, each way once, with the services it is of."""
    found = tuple(outturns)
    for method in dict.fromkeys(one.method for one in found if one.method):
        yield method, tuple(one.name for one in found if one.method == method)


def _pounds(pence: int | None) -> str:
    return "not stated" if pence is None else pounds(pence)


def _json(one: Prospect) -> dict[str, object]:
    """A forecast for machines: money in pence, percentages as exact fractions in text."""
    from commissioning.report.forecast import limit_in_words, line_in_words

    found = one.forecast
    return {
        "contract": found.contract,
        "title": found.title,
        "year": str(found.year),
        "posted_to": str(found.upto),
        "illustrative": found.illustrative,
        "whole": _outturn_json(found.whole),
        "services": [_outturn_json(outturn) for outturn in found.services],
        "funders": [_outturn_json(outturn) for outturn in found.funders],
        "funding_lines": [_outturn_json(outturn) for outturn in found.lines],
        "months": {"charged": found.actual_months, "forecast": found.ahead_months, "budget": found.budget_months},
        "limits": [
            {
                "area": limit.limit.area,
                "is": "floor" if limit.is_floor else "ceiling",
                "pence": limit.pence,
                "charged": limit.spent,
                "forecast": limit.ahead,
                "state": limit.state.value,
                "says": limit_in_words(limit),
            }
            for limit in one.limits
        ],
        "awards_and_reserves": [
            {
                "line": line.line.code,
                "pence": line.cap,
                "before": line.before,
                "charged": line.drawn,
                "forecast": line.ahead,
                "left": line.left,
                "runs_out": str(line.runs_out) if line.runs_out else None,
                "short": line.short,
                "says": line_in_words(line),
            }
            for line in one.lines
        ],
        "notes": list(found.notes),
    }


def _outturn_json(one: Outturn) -> dict[str, object]:
    return {
        "key": one.key or None,
        "name": one.name,
        "charged": one.actual,
        "forecast": one.ahead,
        "outturn": one.outturn,
        "budget": one.budget,
        "over": one.variance,
        "over_percent": str(one.percent) if one.percent is not None else None,
        "how": one.method or None,
        **({"funder": one.funder} if one.funder else {}),
    }


COMMANDS = (forecast,)
