"""How a figure's chain is printed, for people and for machines."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from commissioning.cli.desk import print_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from commissioning.model.figure import Figure
    from commissioning.model.posted import Entry
    from commissioning.report.evidence import Arrived
    from commissioning.work.tracing import Trace

SHORT = 12
"""How many signs of a digest tell it from any other."""


def print_traces(traces: Iterable[Trace]) -> None:
    """Each figure on a line, its Sum under it, and a table of the entries it stands on."""
    from commissioning.beside import say_given

    for number, one in enumerate(traces):
        figure = one.figure
        if number:
            click.echo()
        given = figure.words or say_given(figure.given, figure.kind)
        firm = f" ({', '.join(words)})" if (words := _standing(figure)) else ""
        click.echo(f"{figure.about}, {one.service}, {figure.period_label}: {given}{firm}")
        click.echo(f"  = {one.says}")
        if one.stated:
            print_table(
                ("  stated in", "service", "what it is", "for when", "value", "said of it"),
                map(_stated_row, one.stated),
            )
        rows = [_row(entry, arrived) for entry, arrived in one.entries]
        if rows:
            print_table(("  return", "version", "cell", "value", "sha256", "admitted by", "explanation"), rows)


def _standing(figure: Figure) -> list[str]:
    """How firm a figure is, where it is not simply stated; of what was returned, whether it is accepted."""
    from commissioning.model.quantity import Standing

    firm = figure.standing if figure.standing is not Standing.STATED else None
    return [*([firm.value] if firm else []), *([] if figure.stated_in else [figure.state.value])]


def _stated_row(figure: Figure) -> tuple[str, ...]:
    from commissioning.report.words import shown

    return (f"  {figure.stated_in}", figure.key.service, figure.about, figure.period_label, shown(figure), figure.note)


def _row(entry: Entry, arrived: Arrived | None) -> tuple[str, ...]:
    from commissioning.work.tracing import say_entry

    return (
        f"  {entry.file}",
        arrived.receipt.edition[:SHORT] if arrived else "not known",
        str(entry.place),
        say_entry(entry),
        entry.sha256[:SHORT],
        arrived.admitted if arrived else "not known",
        textwrap.shorten(entry.explanation, 60, placeholder="…"),
    )


def trace_json(one: Trace) -> dict[str, object]:
    """The same for machines, digests in full."""
    from commissioning.beside import say_given

    figure = one.figure
    return {
        "contract": figure.contract,
        "service": figure.key.service,
        "measure": figure.key.code,
        "about": figure.about,
        "period": figure.period_label,
        "basis": figure.basis.value,
        "value": figure.words or say_given(figure.given, figure.kind),
        "standing": figure.standing.value if figure.standing else None,
        "state": None if figure.stated_in else figure.state.value,
        "sum": one.says,
        "stated": [_stated_json(stated) for stated in one.stated],
        "entries": [_entry_json(entry, arrived) for entry, arrived in one.entries],
    }


def _stated_json(figure: Figure) -> dict[str, object]:
    from commissioning.beside import say_given

    return {
        "stated_in": figure.stated_in,
        "service": figure.key.service,
        "about": figure.about,
        "period": figure.period_label,
        "value": say_given(figure.given, figure.kind),
        "standing": figure.standing.value if figure.standing else None,
        "note": figure.note or None,
    }


def _entry_json(entry: Entry, arrived: Arrived | None) -> dict[str, object]:
    from commissioning.work.tracing import say_entry

    return {
        "file": entry.file,
        "sha256": entry.sha256,
        "version": arrived.receipt.edition if arrived else None,
        "sheet": entry.place.sheet,
        "cell": entry.place.cell,
        "value": say_entry(entry),
        "state": entry.state.value,
        "verdict": arrived.judgement.verdict.value if arrived else None,
        "admitted_by": arrived.admitted if arrived else None,
        "explanation": entry.explanation or None,
    }
