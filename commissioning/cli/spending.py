"""What the general ledger says was spent: its extracts, taken in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from commissioning.cli.desk import (
    Desk,
    clock,
    counted,
    json_option,
    passwords_option,
    print_json,
    workspace_option,
)
from commissioning.cli.judged import print_findings

if TYPE_CHECKING:
    from commissioning.work.spending import Spending

FILES = click.Path(path_type=Path)


@click.group()
def spend() -> None:
    """Take in what the general ledger says was spent, received and paid."""


@spend.command(name="import")
@click.argument("files", nargs=-1, required=True, type=FILES, metavar="FILE…")
@click.option("--extract", default="", metavar="ID", help="The layout of the files in finance.toml, where several fit.")
@click.option(
    "--year", default="", metavar="YEAR", help="The accounting year, such as 2025-26, where posting periods tell none."
)
@passwords_option
@workspace_option
@json_option
@click.pass_obj
def import_(
    desk: Desk, files: tuple[Path, ...], extract: str, year: str, passwords_file: Path | None, *, as_json: bool
) -> None:
    """Take in extracts of the general ledger: csv or xlsx, by the layouts of contracts/finance.toml.

    Lines are kept by the codes that contracts state. Nothing is kept of a file in which something stops, and a line
    that was kept before is not kept again.
    """
    from commissioning.work.mailbox import read_passwords
    from commissioning.work.spending import import_spending, reading_of

    passwords = read_passwords(passwords_file) if passwords_file else ()
    reading = reading_of(desk.workspace, desk.actor, extract, year)
    found = import_spending(desk.workspace, files, desk.actor, clock(), reading, passwords)
    if as_json:
        print_json([_json(one) for one in found])
    else:
        for one in found:
            print_findings(one.file, one.findings)
            click.echo(f"{one.file}: {_what_became(one)}")
    raise SystemExit(1 if any(one.is_stopped for one in found) else 0)


def _what_became(one: Spending) -> str:
    if one.is_stopped:
        return "stopped; nothing was kept. Put right what stops it, and import it again."
    words = [f"{counted(len(one.kept), 'line')} kept"]
    words += [f"{counted(one.known, 'line')} kept before"] if one.known else []
    words += [f"{counted(one.changed, 'line')} changed since, and left as kept"] if one.changed else []
    words += [f"{counted(one.others, 'line')} of no contract, not kept"] if one.others else []
    return f"{one.layout}: {', '.join(words)}."


def _json(one: Spending) -> dict[str, object]:
    from commissioning.cli.findings_json import finding_json

    return {
        "file": one.file,
        "sha256": one.sha256,
        "layout": one.layout or None,
        "stopped": one.is_stopped,
        "kept": len(one.kept),
        "kept_before": one.known,
        "changed": one.changed,
        "of_no_contract": one.others,
        "findings": [finding_json(finding) for finding in one.findings],
    }


COMMANDS = (spend,)
