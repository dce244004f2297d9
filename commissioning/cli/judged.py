"""How findings, and returns that were judged again, are said on a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commissioning.cli.desk import counted
from commissioning.findings import said

if TYPE_CHECKING:
    from commissioning.model.finding import Finding
    from commissioning.work.importing import Outcome


def print_findings(file: str, findings: tuple[Finding, ...]) -> None:
    """A line for each finding of a file."""
    for finding in findings:
        click.echo(said(finding, file))


def print_judged_again(outcomes: tuple[Outcome, ...]) -> None:
    """Recorded returns that were judged again: each whose verdict changed, and how many did not."""
    for outcome in outcomes:
        if outcome.verdict is not outcome.stood:
            print_findings(outcome.file, outcome.findings)
            click.echo(
                f"{outcome.contract} {outcome.period}: judged again, since {outcome.because} changed; "
                f"was {outcome.stood}, is {outcome.verdict}."
            )
    as_before = sum(outcome.verdict is outcome.stood for outcome in outcomes)
    if as_before:
        because = " and ".join(dict.fromkeys(o.because for o in outcomes if o.verdict is o.stood))
        click.echo(f"{counted(as_before, 'return')} judged again, since {because} changed; verdicts as before.")
