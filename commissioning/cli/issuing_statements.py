"""What is done with a statement once it is worked out: issued, agreed, disputed, listed, and held against the rest."""

from __future__ import annotations

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
    print_page,
    print_table,
    workspace_option,
)

if TYPE_CHECKING:
    from commissioning.funding.statements.issued import IssuedStanding

FILE = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write it to FILE.xlsx, or to FILE.html.",
)
SHOWN = 10
"""So many changes from the issue before are said; the rest are counted."""


@click.command()
@click.argument("period")
@click.option("--funder", required=True, metavar="ORG", help="Whose statement, by its id.")
@click.option("--prepared-by", required=True, metavar="NAME", help="Who prepared it.")
@click.option("--reviewed-by", required=True, metavar="NAME", help="Who reviewed it: another than who prepared it.")
@click.option("--told", default="", metavar="WORDS", help="Where it does not agree: what the funder is told of it.")
@FILE
@commissioner_option
@workspace_option
@click.pass_obj
def issue(desk: Desk, /, period: str, output: Path | None, **signed: str) -> None:
    """Issue a funder's statement of PERIOD: number it and freeze it. Its posting periods must be closed."""
    from commissioning.money import say_money
    from commissioning.work.statement_steps import Signed, issue_for

    funder = signed.pop("funder")
    frozen, changed = issue_for(desk.workspace, desk.actor, period, funder, Signed(**signed), clock)
    share = say_money(sum(pence for _, pence in frozen.totals))
    signers = f"prepared by {frozen.prepared_by}, reviewed by {frozen.reviewed_by}"
    click.echo(f"Statement {frozen.number} is issued: {share}, {signers}.")
    if frozen.takes_place_of:
        click.echo(f"It takes the place of {frozen.takes_place_of}: {counted(len(changed), 'figure')} changed.")
        for words in changed[:SHOWN]:
            click.echo(f"  {words}")
        if changed[SHOWN:]:
            click.echo(f"  and {len(changed) - SHOWN:,} more.")
    if output:
        print_page(frozen.document, output, desk.workspace.dress)


@click.command()
@click.argument("number")
@click.option("--why", default="", metavar="REASON", help="Where something is to be said of it.")
@workspace_option
@click.pass_obj
def agree(desk: Desk, number: str, why: str) -> None:
    """Record that the funder agrees statement NUMBER. Later corrections come in the next one."""
    from commissioning.work.statement_steps import agree as agree_statement

    standing = agree_statement(desk.workspace, desk.actor, number, clock, why)
    click.echo(f"Statement {number} is agreed; recorded by {standing.last.actor}.{_later(standing)}")


@click.command()
@click.argument("number")
@click.option("--why", required=True, metavar="REASON", help="What the funder says; name nobody.")
@workspace_option
@click.pass_obj
def dispute(desk: Desk, number: str, why: str) -> None:
    """Record that the funder disputes statement NUMBER, and why."""
    from commissioning.work.statement_steps import dispute as dispute_statement

    standing = dispute_statement(desk.workspace, desk.actor, number, why, clock)
    click.echo(f"Statement {number} is disputed; recorded by {standing.last.actor}. {standing.last.why}")


@click.command("list")
@json_option
@commissioner_option
@workspace_option
@click.pass_obj
def listed(desk: Desk, *, as_json: bool) -> None:
    """List the statements that were issued, what became of each, and which later charges touch it."""
    from commissioning.money import pounds
    from commissioning.work.statement_steps import listed as all_statements
    from commissioning.work.statement_steps import opened

    found = [(one, opened(one.issued)) for one in all_statements(desk.workspace, desk.actor)]
    if as_json:
        print_json([_json(one, frozen.totals) for one, frozen in found])
        return
    if not found:
        click.echo("No statement is issued.")
        return
    rows = [
        (
            one.issued.number,
            pounds(sum(pence for _, pence in frozen.totals)),
            one.state,
            f"{one.last.at:%Y-%m-%d}",
            one.last.actor,
            _overtaken(one),
        )
        for one, frozen in found
    ]
    print_table(("Statement", "£", "State", "On", "By", "Overtaken by"), rows, right=frozenset({1}))


@click.command()
@click.argument("period")
@FILE
@commissioner_option
@workspace_option
@click.pass_obj
def control(desk: Desk, period: str, output: Path | None) -> None:
    """Hold all funders' statements of PERIOD against the posted charges and the general ledger.

    Ends with 1 where they do not agree to the penny.
    """
    from commissioning.work.control import control_for

    found, document = control_for(desk.workspace, period, desk.actor)
    if output:
        print_page(document, output, desk.workspace.dress)
    for words in document.sheets[0].lead:
        click.echo(words.text)
    if found.disagreements:
        raise SystemExit(1)


def write_issued(desk: Desk, number: str, output: Path | None) -> None:
    """Statement NUMBER as it was issued, on the screen or in a file: equal bytes, whatever was posted since."""
    from commissioning.work.statement_steps import frozen_of

    print_page(frozen_of(desk.workspace, desk.actor, number).document, output, desk.workspace.dress)


def _overtaken(standing: IssuedStanding) -> str:
    """`charge 41, +£12.00 in 2025-26-P05; charge 42, -£1.00 in 2025-26-P05`."""
    from commissioning.money import say_money

    return "; ".join(
        f"charge {charge.number}, {'+' if pence > 0 else ''}{say_money(pence)} in {charge.posting}"
        for charge, pence in standing.overtaken_by
    )


def _later(standing: IssuedStanding) -> str:
    later = _overtaken(standing)
    return f" Corrections in later statements: {later}." if later else ""


def _json(standing: IssuedStanding, totals: tuple[tuple[str, int], ...]) -> dict[str, object]:
    issued = standing.issued
    return {
        "number": issued.number,
        "funder": issued.funder,
        "commissioner": issued.commissioner or None,
        "period": str(issued.period),
        "pence": dict(totals),
        "state": standing.state,
        "digest": issued.digest,
        "steps": [
            {"action": str(step.action), "actor": step.actor, "at": step.at.isoformat(), "why": step.why}
            | ({"prepared_by": step.prepared_by, "reviewed_by": step.reviewed_by} if step.prepared_by else {})
            for step in issued.steps
        ],
        "overtaken_by": [
            {"charge": charge.number, "pence": pence, "posting": str(charge.posting)}
            for charge, pence in standing.overtaken_by
        ],
    }


STATEMENT_COMMANDS = (issue, agree, dispute, listed, control)
