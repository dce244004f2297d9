"""While returns are awaited: which are expected, which are in, which are late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

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

if TYPE_CHECKING:
    from datetime import datetime

    from commissioning.register import ReturnStatus
    from commissioning.work.trials import Part, Rule, TriedOut


@click.command()
@click.argument("period", required=False)
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="As things stood on this day, if not today."
)
@commissioner_option
@workspace_option
@json_option
@click.pass_obj
def status(desk: Desk, period: str | None, on: datetime | None, *, as_json: bool) -> None:
    """Show which returns are expected for PERIOD, received, on time, late and outstanding.

    Without PERIOD: for each contract, its own reporting period that ended last.
    """
    from commissioning.calendar import day_in_words
    from commissioning.register import tally
    from commissioning.work.status import overview, why_left_out

    found = overview(desk.workspace, desk.actor, clock, period, on.date() if on else None)
    if as_json:
        left_out = [{"contract": one.contract, "why": one.why} for one in found.left_out]
        returns = [_status_json(one) for one in found.returns]
        print_json({"day": found.day.isoformat(), "returns": returns, "left_out": left_out})
        return
    which = period or "each contract's last period that has ended"
    click.echo(f"Returns for {which}, as things stand on {day_in_words(found.day)}.")
    if found.returns:
        headings = ("contract", "period", "provider", "due", "issued", "received", "status", "state", "notes")
        print_table(headings, [_status_row(one) for one in found.returns])
    click.echo(tally(found.returns))
    for line in why_left_out(found.left_out):
        click.echo(f"Left out: {line}")


@click.command()
@click.option(
    "--try", "codes", metavar="CODE[,CODE]", default="", help="Try these checks instead, by code, on trial or not."
)
@click.option(
    "--contracts",
    "text",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    metavar="DIR",
    help="By the contract text in this folder instead: a changed rule, target or policy, before it is agreed.",
)
@commissioner_option
@workspace_option
@json_option
@click.pass_obj
def trials(desk: Desk, codes: str, text: Path | None, *, as_json: bool) -> None:
    """Say what each rule on trial finds in the returns that stand: how many it touches, whose, and for which periods.

    Nothing is recorded. A rule leaves its trial where it is written: in contract text, take out its on_trial.
    """
    from commissioning.work.trials import trials as tried_out

    workspace = replace(desk.workspace, text=text) if text else desk.workspace
    found = tried_out(workspace, desk.actor, clock, tuple(code.strip() for code in codes.split(",") if code.strip()))
    if as_json:
        print_json([_trial_json(one) for one in found])
        return
    for one in found:
        _print_trial(one)
    click.echo(f"{counted(len(found), 'rule')} {'tried' if codes else 'on trial'}.")


EXAMPLES = 10
"""So many findings of a rule are shown; --json tells all."""


def _print_trial(one: TriedOut) -> None:
    from commissioning.findings import cells_in_words
    from commissioning.model.finding import ON_TRIAL

    click.echo(f"{' '.join(filter(None, (one.rule.contract, one.rule.name)))}: {one.rule.says}")
    on = counted(one.returns, "return")
    click.echo(f"  {_until(one.rule)} Tried on {on}, it touches {len(one.touched)}{_would(one)}.")
    for title, parts in (("provider", one.by_provider), ("period", one.by_period)):
        touched = [f"{part.name} {part.touched} of {part.returns}" for part in parts if part.touched]
        if touched:
            click.echo(f"  By {title}: {', '.join(touched)}.")
    lines = [(touched, finding) for touched in one.touched for finding in touched.findings]
    for touched_one, finding in lines[:EXAMPLES]:
        where = cells_in_words(finding.places)
        said = finding.there.removeprefix(ON_TRIAL)
        click.echo(f"    {touched_one.contract} {touched_one.period}: {f'{where}: ' if where else ''}{said}")
    if len(lines) > EXAMPLES:
        click.echo(f"    … and {len(lines) - EXAMPLES} more; --json tells all.")


def _until(rule: Rule) -> str:
    from commissioning.calendar import day_in_words

    if not rule.until:
        return "It counts already."
    if isinstance(rule.until, bool):
        return "On trial until it is said to count."
    return f"On trial in periods that begin by {day_in_words(rule.until)}."


def _would(one: TriedOut) -> str:
    """What the rule would have done to the returns it touches."""
    from commissioning.model.finding import Severity

    many = len(one.touched) > 1
    they = "each" if many else "which"
    does = {
        Severity.STOPS: f", {they} would have been stopped",
        Severity.NEEDS_EXPLANATION: f", {they} would have needed explanation",
    }
    return does.get(one.rule.would, "") if one.touched else ""


def _trial_json(one: TriedOut) -> dict[str, object]:
    from commissioning.cli.findings_json import finding_json

    return {
        "contract": one.rule.contract or None,
        "rule": one.rule.name,
        "says": one.rule.says,
        "would": one.rule.would.value,
        "until": one.rule.until.isoformat() if isinstance(one.rule.until, date) else None,
        "returns": one.returns,
        "by_provider": [_part_json(part) for part in one.by_provider],
        "by_period": [_part_json(part) for part in one.by_period],
        "touched": [
            {
                "contract": touched.contract,
                "period": touched.period,
                "provider": touched.provider,
                "findings": [finding_json(finding) for finding in touched.findings],
            }
            for touched in one.touched
        ],
    }


def _part_json(part: Part) -> dict[str, object]:
    return {"name": part.name, "returns": part.returns, "touched": part.touched}


def _status_row(one: ReturnStatus) -> tuple[str, ...]:
    terms = one.expected.terms
    late = f", {counted(one.days_late, 'day')}" if one.days_late else ""
    return (
        terms.contract,
        one.expected.label,
        terms.parties.provider.name if terms.parties.provider else "not stated",
        _day(one.expected.due, "not stated"),
        _day(one.issues[-1].at.date() if one.issues else None, "not issued"),
        _day(one.received, "not received"),
        f"{one.status}{late}",
        one.state,
        "; ".join(one.notes),
    )


def _day(day: date | None, otherwise: str) -> str:
    from commissioning.calendar import day_in_words

    return day_in_words(day) or otherwise


def _status_json(one: ReturnStatus) -> dict[str, object]:
    terms = one.expected.terms
    return {
        "contract": terms.contract,
        "title": terms.title,
        "provider": terms.parties.provider.id if terms.parties.provider else None,
        "period": one.expected.label,
        "span": str(one.expected.period),
        "due": _iso(one.expected.due),
        "status": one.status.value,
        "days_late": one.days_late,
        "issued": [
            {"at": issue.at.isoformat(), "by": issue.actor, "edition": issue.edition, "sha256": issue.sha256}
            for issue in one.issues
        ],
        "received": _iso(one.received),
        "state": one.state or None,
        "notes": list(one.notes),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


COMMANDS = (status, trials)
