"""How findings, and returns that were judged again, are said on a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from commissioning.cli.desk import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from commissioning.findings import Explained
    from commissioning.model.finding import Finding
    from commissioning.work.importing import Outcome


def print_findings(file: str, findings: tuple[Finding, ...], given: Iterable[Explained] = ()) -> None:
    """The findings of a file, what stops it first: how many of each sort, then a line each, and what was explained
    beside its figures."""
    from commissioning.findings import explanation_of, grouped

    given = tuple(given)
    if findings:
        click.echo(file)
    for group in grouped(findings):
        click.echo(f"  {group.called}: {len(group.findings)}")
        for finding in group.findings:
            click.echo(f"    {_line(finding)}")
            if explanation := explanation_of(finding, given):
                click.echo(f"      {say_explanation(explanation)}")


def print_copies(file: str, also: tuple[str, ...]) -> None:
    """That a file came several times, under one name or several; nothing, where it came once."""
    others = ", ".join(dict.fromkeys(name for name in also if name != file))
    if others:
        click.echo(f"{file}: the same file came as {others} too; it was read once, as {file}.")
    elif also:
        click.echo(f"{file}: the same file came {len(also) + 1} times under this name; it was read once.")


def say_explanation(explanation: str) -> str:
    """What a provider typed beside figures, on one line; nothing, where nothing was."""
    return f"Provider's explanation: {' '.join(explanation.split())}" if explanation else ""


def _line(finding: Finding) -> str:
    """As `Refuge!G6:G11: What is there. What to do. (C001)`."""
    from commissioning.findings import cells_in_words

    where = cells_in_words(finding.places)
    words = f"{finding.there} {finding.remedy}".strip()
    return f"{where}: {words} ({finding.code})" if where else f"{words} ({finding.code})"


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
