"""What there is to ask about the money: the command `money check`."""

from __future__ import annotations

import click

from commissioning.cli.desk import Desk, clock, counted, json_option, print_json, workspace_option


@click.command()
@click.argument("period", required=False)
@click.option("--contract", metavar="ID", help="One contract only.")
@workspace_option
@json_option
@click.pass_obj
def check(desk: Desk, period: str | None, contract: str | None, *, as_json: bool) -> None:
    """Say what does not fit between the money that is posted and what was agreed.

    PERIOD is the last posting period that is looked at (2025-26-P06), or a month, quarter or year whose last month is
    meant; without one it is the month of today.
    """
    from commissioning.cli.findings_json import finding_json
    from commissioning.findings import said
    from commissioning.work.forecasting import money_findings, posting_of

    today = clock().date()
    upto = posting_of(desk.workspace, period, desk.actor, today, contract)
    found = money_findings(desk.workspace, desk.actor, today, upto, contract)
    if as_json:
        print_json([finding_json(finding) for finding in found])
        return
    for finding in found:
        click.echo(said(finding))
    click.echo(f"{counted(len(found), 'question')} about the money, as it is posted to {upto}.")


MONEY_COMMANDS = (check,)
