"""What is recorded about money: invoiced, received, moved, held back; undone by its opposite; periods closed."""

from __future__ import annotations

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
    from commissioning.model.accounts import MoneyEvent

SORTS = (
    "invoiced",
    "received",
    "virement",
    "accrual",
    "reversal",
    "prepayment",
    "claw-back",
    "carry-forward",
    "refund",
    "withheld",
    "released",
    "condition-met",
    "opening",
)
WHY = click.option("--why", required=True, metavar="REASON", help="Kept beside it for good; name nobody.")


@click.group()
def money() -> None:
    """Record what happened with money, undo what was recorded wrongly, and close posting periods.

    Nothing is edited: an event that is wrong is undone by its opposite, which names it.
    """


@money.command(context_settings={"ignore_unknown_options": True})
@click.argument("sort", type=click.Choice(SORTS))
@click.argument("amount", default="")
@click.option("--contract", required=True, metavar="ID", help="The contract it is of.")
@click.option("--line", default="", metavar="ID", help="The funding line it is of, or that a virement takes from.")
@click.option("--to-line", default="", metavar="ID", help="The funding line that a virement gives to.")
@click.option("--service", default="", metavar="ID", help="The service it is of, or that a virement takes from.")
@click.option("--to-service", default="", metavar="ID", help="The service that a virement gives to.")
@click.option("--posting", default="", metavar="POSTING", help="Such as 2025-26-P03; that of today if not given.")
@click.option("--period", default="", metavar="PERIOD", help="The period of service that it is for.")
@click.option("--reference", default="", metavar="TEXT", help="The number of the invoice, order or decision.")
@click.option("--authority", default="", metavar="TEXT", help="Who allowed a virement that purposes do not.")
@WHY
@workspace_option
@click.pass_obj
def record(desk: Desk, /, sort: str, amount: str, **told: str) -> None:
    """Record SORT of AMOUNT (pounds and pence) in the books of a contract.

    A condition that is met has no amount; its words are given with --reference.
    """
    from commissioning.work import money_events as work

    event = work.record(desk.workspace, desk.actor, work.Told(work.SORTS[sort], amount, **told), clock)
    click.echo(f"Event {event.number}: {_said(event)}.")


@money.command()
@click.argument("number", type=int)
@WHY
@workspace_option
@click.pass_obj
def undo(desk: Desk, number: int, why: str) -> None:
    """Undo event NUMBER: record its opposite, which names it, in its posting period or the next open one."""
    from commissioning.work.money_events import undo as undo_event

    event = undo_event(desk.workspace, desk.actor, number, why, clock)
    click.echo(f"Event {event.number}: {_said(event)}.")


@money.command()
@click.argument("posting")
@click.option("--why", default="Month end.", show_default=True, metavar="REASON", help="Kept beside it for good.")
@commissioner_option
@workspace_option
@click.pass_obj
def close(desk: Desk, posting: str, why: str) -> None:
    """Close POSTING (2025-26-P03; 01 to 12 in order, 13 when its year is done) in the books of every contract."""
    from commissioning.money import say_money
    from commissioning.work.money_events import close as close_posting

    closed = close_posting(desk.workspace, desk.actor, posting, why, clock)
    names = ", ".join(event.contract for event in closed.events)
    click.echo(f"{posting} is closed in the books of {counted(len(closed.events), 'contract')}: {names}.")
    for charge in closed.posted:
        click.echo(
            f"  Charge {charge.number}, {charge.source} {say_money(charge.pence)}, {charge.contract} {charge.posting}."
        )


@money.command("list")
@click.option("--contract", metavar="ID", help="One contract only.")
@json_option
@commissioner_option
@workspace_option
@click.pass_obj
def listed(desk: Desk, contract: str | None, *, as_json: bool) -> None:
    """List what was recorded about money, in order, with what was undone."""
    from commissioning.money import pounds
    from commissioning.work.money_events import listed as all_events

    events = all_events(desk.workspace, desk.actor, contract)
    if as_json:
        print_json([_as_json(event) for event in events])
        return
    headings = ("Event", "Contract", "Posting", "What", "£", "Of", "Reference", "By", "Why")
    rows = (
        (
            str(event.number),
            event.contract,
            str(event.posting),
            str(event.sort),
            pounds(event.pence) if event.pence else "",
            _of(event),
            event.reference,
            event.actor,
            event.why,
        )
        for event in events
    )
    print_table(headings, rows, right=frozenset({0, 4}))


def _said(event: MoneyEvent) -> str:
    from commissioning.money import say_money

    amount = f" {say_money(event.pence)}" if event.pence else ""
    of = f" ({_of(event)})" if _of(event) else ""
    named = f", {event.reference}" if event.reference else ""
    return f"{event.sort}{amount}{of}, {event.contract} {event.posting}{named}"


def _of(event: MoneyEvent) -> str:
    """Of which line and service: `advocacy to refuge` where money was moved."""
    moved = [
        f"{one} to {to}" if to else one
        for one, to in ((event.line, event.to_line), (event.service, event.to_service))
        if one
    ]
    return ", ".join(moved)


def _as_json(event: MoneyEvent) -> dict[str, object]:
    plain = ("number", "contract", "pence", "line", "to_line", "service", "to_service", "reference", "actor", "why")
    return {
        "sort": str(event.sort),
        "posting": str(event.posting),
        "at": event.at.isoformat(),
        "period": str(event.period) if event.period else None,
    } | {name: getattr(event, name) for name in plain}


COMMANDS = (money,)
