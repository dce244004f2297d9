"""What is said back to a provider: the questions for the meeting, and the receipt of a return."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commissioning.cli.desk import Desk, clock, page_option, print_page, workspace_option

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@click.argument("period")
@click.option("--contract", metavar="ID", help="One contract only; its own reporting year is then meant by PERIOD.")
@page_option
@workspace_option
@click.pass_obj
def questions(desk: Desk, period: str, contract: str | None, output: Path | None) -> None:
    """Say what to ask each provider about PERIOD at the meeting, and why; with -o, write it as a page to print."""
    from commissioning.work.meeting import questions_for

    page = questions_for(desk.workspace, period, desk.actor, clock().date(), contract)
    print_page(page, output, desk.workspace.dress)


@click.command()
@click.argument("contract")
@click.argument("period")
@page_option
@workspace_option
@click.pass_obj
def receipt(desk: Desk, contract: str, period: str, output: Path | None) -> None:
    """Say what was received from CONTRACT for PERIOD and what became of it; with -o, write it as a page to send."""
    from commissioning.work.receipts import receipt_for

    print_page(receipt_for(desk.workspace, contract, period, desk.actor), output, desk.workspace.dress)


COMMANDS = (questions, receipt)
