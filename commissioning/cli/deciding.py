"""What is decided about a return that is in: accept it, query it, waive a finding."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from commissioning.cli.desk import Command, Desk, clock, workspace_option
from commissioning.cli.judged import say_explanation

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from commissioning.model.finding import Finding

UNTIL = click.DateTime(["%Y-%m-%d"])


def _about_a_return(command: Command) -> Command:
    """CONTRACT and PERIOD, which together name the return."""
    return click.argument("contract")(click.argument("period")(workspace_option(command)))


@click.command()
@_about_a_return
@click.option("--why", required=True, metavar="REASON", help="Printed wherever the figures are.")
@click.pass_obj
def accept(desk: Desk, contract: str, period: str, why: str) -> None:
    """Accept the return of CONTRACT for PERIOD that needs explanation: its figures stop being provisional."""
    from commissioning.work import deciding

    matter = deciding.Matter(desk.workspace, contract, period, desk.actor, clock)
    decision = deciding.accept(matter, why)
    click.echo(f"{contract} {period}: accepted by {decision.actor}. {decision.why}")
    _print_explained(deciding.to_be_explained(matter))


@click.command()
@_about_a_return
@click.option("--why", required=True, metavar="QUESTION", help="What is asked; printed wherever the figures are.")
@click.option("--until", required=True, type=UNTIL, metavar="DATE", help="The day by which an answer is asked for.")
@click.pass_obj
def query(desk: Desk, contract: str, period: str, why: str, until: datetime) -> None:
    """Query the return of CONTRACT for PERIOD: its figures are provisional until it is accepted or corrected."""
    from commissioning.calendar import day_in_words
    from commissioning.work import deciding

    matter = deciding.Matter(desk.workspace, contract, period, desk.actor, clock)
    decision = deciding.query(matter, why, until.date())
    answer = f"to be answered by {day_in_words(decision.until)}"
    click.echo(f"{contract} {period}: queried by {decision.actor}, {answer}. {decision.why}")
    _print_explained(deciding.to_be_explained(matter))


def _print_explained(findings: Iterable[tuple[Finding, str]]) -> None:
    """What the decision is about: each finding that needs explanation, with the provider's own."""
    from commissioning.findings import said

    for finding, explanation in findings:
        click.echo(f"  {said(finding)}")
        click.echo(f"    {say_explanation(explanation) or 'Nothing is explained beside it.'}")


@click.command()
@_about_a_return
@click.argument("code")
@click.option("--why", required=True, metavar="REASON", help="Printed wherever the finding is.")
@click.option("--until", required=True, type=UNTIL, metavar="DATE", help="Later returns rely on it up to this day.")
@click.pass_obj
def waive(desk: Desk, contract: str, period: str, code: str, why: str, until: datetime) -> None:
    """Waive what check CODE found in the return of CONTRACT for PERIOD, and in later ones that come until a day."""
    from commissioning.calendar import day_in_words
    from commissioning.cli.judged import print_judged_again
    from commissioning.work import deciding

    matter = deciding.Matter(desk.workspace, contract, period, desk.actor, clock)
    decision, again = deciding.waive(matter, code, why, until.date())
    about = f", about {', '.join(decision.measures)}," if decision.measures else ""
    until_when = f"waived by {decision.actor} until {day_in_words(decision.until)}"
    click.echo(f"{contract} {period}: {code}{about} {until_when}. {decision.why}")
    print_judged_again(again)


COMMANDS = (accept, query, waive)
