"""When figures are wanted: list them, split an amount, write the workbook."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from decimal import Decimal

    from commissioning.funding.splitting.split import Split
    from commissioning.model.accounts import Part
    from commissioning.model.figure import Figure, Travel
    from commissioning.model.quantity import Given

from commissioning.cli.desk import (
    Desk,
    clock,
    commissioner_option,
    counted,
    json_option,
    print_json,
    print_table,
    workspace_option,
)
from commissioning.money import pounds, say_money


@click.command()
@click.option("--contract", metavar="ID", help="One contract only; its own reporting year is then meant by PERIOD.")
@click.option("--period", metavar="PERIOD", help="What touches this period, and its totals.")
@commissioner_option
@workspace_option
@json_option
@click.pass_obj
def figures(desk: Desk, contract: str | None, period: str | None, *, as_json: bool) -> None:
    """List figures with their targets, ratings and where each comes from."""
    from commissioning.work.reporting import figures as figures_of

    found = figures_of(desk.workspace, desk.actor, contract, period)
    if as_json:
        print_json([figure_json(figure) for figure in found])
        return
    timeless = [figure for figure in found if period and figure.is_timeless]
    _print_stated("Stated in contract text:", [f for f in found if f.stated_in and f not in timeless])
    _print_stated("Stated in contract text, for no stated time, so perhaps not for this period:", timeless)
    returned = [_figure_row(figure) for figure in found if not figure.stated_in]
    if returned or not found:
        print_table(RETURNED, returned, right=frozenset({5}))
    outside = sum(not figure.inside for figure in found)
    note = f" {counted(outside, 'figure')} of a span only partly inside, shown and not added." if outside else ""
    click.echo(f"{counted(len(found), 'figure')}.{note}")


RETURNED = ("contract", "service", "measure", "category", "period", "value", "target", "rating", "state", "from")


def _print_stated(heading: str, found: list[Figure]) -> None:
    """What contract text states, with what it is called there; nothing, where it states nothing."""
    if found:
        click.echo(heading)
        headings = ("contract", "service", "figure", "what it is", "for when", "value", "stated in")
        print_table(headings, [_stated_row(figure) for figure in found], right=frozenset({5}))
        click.echo()


def _stated_row(figure: Figure) -> tuple[str, ...]:
    from commissioning.report.words import shown

    place = "; ".join(part for part in (figure.stated_in, figure.note) if part)
    key = figure.key
    return (figure.contract, key.service, key.code, figure.about, figure.period_label, shown(figure), place)


def _figure_row(figure: Figure) -> tuple[str, ...]:
    from commissioning.model.figure import Basis
    from commissioning.report.words import shown

    rating = ": ".join(part for part in (figure.rating.word, figure.rating.why) if part)
    source = figure.sources[0] if len(figure.sources) == 1 else None
    place = f"{source.file} {source.place}" if source else "; ".join(str(s.place) for s in figure.sources[:4])
    if figure.basis is Basis.TOTAL:
        place = figure.note or counted(len(figure.sources), "answer" if figure.words else "figure")
    words = figure.sources[0].words if figure.kind == "text" and figure.sources else ""
    return (
        figure.contract,
        figure.key.service,
        figure.key.measure,
        category(figure),
        figure.period_label,
        _shortened(words) if words else shown(figure),
        _target(figure) or figure.target_says,
        rating,
        figure.state.value,
        place,
    )


def _target(figure: Figure) -> str:
    """What it was to reach; of a range both ends."""
    from commissioning.measures import KINDS

    ends = [KINDS[figure.kind].show(end) for end in (figure.target, figure.target_high) if end is not None]
    return " to ".join(ends)


def category(figure: Figure) -> str:
    """The category, with its breakdown; what a percentage or count stands for where a measure has both."""
    parts = [figure.key.dimension, figure.key.category] if figure.key.dimension else []
    return ": ".join(parts) or {"implied": "implied count"}.get(figure.basis.value, "")


def _shortened(words: str) -> str:
    return textwrap.shorten(words, 30, placeholder="…")


def figure_json(figure: Figure) -> dict[str, object]:
    """A figure for machines; exact numbers are text."""
    return {
        "contract": figure.contract,
        "service": figure.key.service,
        "measure": figure.key.measure,
        "dimension": figure.key.dimension,
        "category": figure.key.category,
        "about": figure.about,
        "kind": figure.kind,
        "period": figure.period_label,
        "span": str(figure.period),
        "inside": figure.inside,
        "basis": figure.basis.value,
        "unit": figure.unit,
        **_given_json(figure),
        "words": figure.words or (figure.sources[0].words if figure.kind == "text" and figure.sources else None),
        "answer": _answer(figure),
        "numerator": _number(figure.numerator),
        "denominator": _number(figure.denominator),
        "target": _exact(figure.target),
        "target_high": _exact(figure.target_high),
        "target_is": figure.target_says or None,
        "rating": figure.rating.word or None,
        "rating_why": figure.rating.why or None,
        "since_period_before": _travel_json(figure.short_term),
        "since_last_year": _travel_json(figure.long_term),
        "state": None if figure.stated_in else figure.state.value,
        "note": figure.note or None,
        "stated_in": figure.stated_in or None,
        "sources": [
            {
                "file": entry.file,
                "sheet": entry.place.sheet,
                "cell": entry.place.cell,
                "sha256": entry.sha256,
                "explanation": entry.explanation or None,
            }
            for entry in figure.sources
        ],
    }


def _answer(figure: Figure) -> str | None:
    """A choice by its id, a day as 2026-09-30; None where there is neither."""
    from commissioning.measures import KINDS

    alone = figure.sources[0] if len(figure.sources) == 1 else None
    return (alone.words or None) if alone and KINDS[figure.kind].answer else None


def _travel_json(went: Travel | None) -> dict[str, object] | None:
    """Which way a figure went, with both figures; or why that cannot be said."""
    if went is None:
        return None
    return {
        "direction": went.word or None,
        "since": went.since or None,
        "before": _exact(went.before),
        "now": _exact(went.last),
        "provisional": went.is_provisional,
        "why": went.why or None,
    }


def _exact(value: Decimal | None) -> str | None:
    return f"{value:f}" if value is not None else None


def _given_json(figure: Figure) -> dict[str, object]:
    from commissioning.model.quantity import Missing, Quantity

    given, standing = figure.given, figure.standing.value if figure.standing else None
    if isinstance(given, Quantity):
        return {"value": _number(given), "missing": None, "bound": given.bound.value, "standing": standing}
    is_said = given is Missing.BLANK and bool(figure.words)
    return {"value": None, "missing": None if is_said else given.value, "bound": None, "standing": standing}


def _number(given: Given | None) -> str | None:
    from commissioning.model.quantity import Quantity

    if not isinstance(given, Quantity):
        return None
    text = f"{given.value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _part_json(split: Split, part: Part) -> dict[str, object]:
    share = split.share(part)
    return {
        "line": part.line or None,
        "funder": part.funder or None,
        "name": split.names[part.line],
        "share": None if share is None else str(share),
        "pence": part.pence,
    }


@click.command(context_settings={"ignore_unknown_options": True})
@click.argument("amount")
@click.option("--contract", required=True, metavar="ID", help="The contract whose funders pay.")
@click.option("--period", metavar="PERIOD", help="The period of service, where shares changed over time.")
@click.option("--service", metavar="ID", default="", help="The service, where shares are for some of them only.")
@workspace_option
@json_option
@click.pass_obj
def split(desk: Desk, amount: str, contract: str, period: str | None, service: str, *, as_json: bool) -> None:
    """Split AMOUNT (pounds and pence; a credit with -) between the funders of a contract, to the penny."""
    from commissioning.funding.splitting.allocate import doubt
    from commissioning.work.reporting import split_amount

    answer = split_amount(desk.workspace, amount, contract, desk.actor, period, service)
    parts = answer.split.parts
    if as_json:
        print_json(
            {
                "contract": contract,
                "amount_pence": answer.split.amount,
                "illustrative": answer.split.illustrative,
                "doubt_pence": doubt(answer.split.amount) if answer.split.illustrative else 0,
                "parts": [_part_json(answer.split, part) for part in parts],
                "working": list(answer.split.working),
            }
        )
        return
    if answer.split.illustrative:
        click.echo("Illustrative: the shares are known only as whole percents, so nothing may be billed from this.")
        click.echo(f"Each funder's true part may be up to {say_money(doubt(answer.split.amount))} more or less.")
    if answer.terms.label:
        click.echo(answer.terms.label)
    rows = [(answer.split.names[part.line], pounds(part.pence)) for part in parts]
    print_table(("funder", "£"), [*rows, ("Total", pounds(sum(part.pence for part in parts)))], right=frozenset({1}))
    click.echo(f"\nHow {say_money(answer.split.amount)} was split:")
    for line in answer.split.working:
        click.echo(f"  {line}")


@click.command()
@click.argument("period")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where to write it: FILE.xlsx for Excel, FILE.html for a browser.",
)
@commissioner_option
@workspace_option
@click.pass_obj
def workbook(desk: Desk, period: str, output: Path) -> None:
    """Write the monitoring workbook of PERIOD."""
    from commissioning.work.publishing import write_workbook

    content, contracts_in = write_workbook(desk.workspace, period, desk.actor, output, clock().date())
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(content)
    click.echo(f"{output}: {counted(contracts_in, 'contract')}.")


@click.command()
@click.argument("contract")
@click.argument("measure")
@click.option("--service", metavar="ID", help="The service; whole-contract for what belongs to none.")
@click.option("--period", metavar="PERIOD", help="The period, in the contract's own years.")
@workspace_option
@json_option
@click.pass_obj
def trace(desk: Desk, contract: str, measure: str, service: str | None, period: str | None, *, as_json: bool) -> None:
    """Say where figures of MEASURE come from: their Sum, and the return, version and cell of each entry.

    A part of a breakdown is written with strokes: referrals/source/police. What contract text states has a code too,
    which `figures` shows: value, no-stated-area.
    """
    from commissioning.cli.tracing import print_traces, trace_json
    from commissioning.work import tracing

    found = tracing.trace(desk.workspace, desk.actor, contract, measure, service, period)
    if as_json:
        print_json([trace_json(one) for one in found])
    else:
        print_traces(found)


COMMANDS = (figures, split, workbook, trace)
