"""Before a return comes: lay out a workspace, list and check contract text, issue a blank return."""

from __future__ import annotations

from pathlib import Path

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


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def init(folder: Path) -> None:
    """Lay out a workspace in FOLDER with the worked examples: contracts, returns, extracts."""
    from commissioning.work.starting import lay_out_workspace

    for path in lay_out_workspace(folder):
        click.echo(path)
    click.echo(f"Next: commissioning contracts --workspace {folder}, then status, import and workbook.")


@click.command()
@commissioner_option
@workspace_option
@json_option
@click.pass_obj
def contracts(desk: Desk, *, as_json: bool) -> None:
    """List the contracts, and say every fault of their text."""
    from commissioning.work.listing import contract_rows
    from commissioning.work.workspace import visible

    book = desk.workspace.read_book
    rows = contract_rows(visible(book, desk.actor, desk.workspace.commissioner))
    if as_json:
        print_json({"contracts": [row.__dict__ for row in rows], "faults": [fault_json(f) for f in book.faults]})
    else:
        print_table(
            ("contract", "title", "provider", "reports", "measures", "versions", "origin"),
            [(r.contract, r.title, r.provider, r.reports, str(r.measures), str(r.versions), r.origin) for r in rows],
            right=frozenset({4, 5}),
        )
        for fault in book.faults:
            click.echo(str(fault))
        click.echo(f"{counted(len(rows), 'contract')}, {counted(len(book.faults), 'fault')}.")
    raise SystemExit(1 if book.faults else 0)


@click.command()
@click.argument("contract", required=False)
@commissioner_option
@workspace_option
@json_option
@click.pass_obj
def review(desk: Desk, contract: str | None, *, as_json: bool) -> None:
    """Say what there is to ask about contract text, or about CONTRACT alone: what does not fit together in it.

    Nothing of it is a fault, and nothing stops: it is what to ask before it costs money.
    """
    from commissioning.cli.findings_json import finding_json
    from commissioning.cli.judged import print_findings
    from commissioning.work.reviewing import review as reviewed

    found = reviewed(desk.workspace, desk.actor, contract)
    if as_json:
        print_json([finding_json(finding) for finding in found])
        return
    files = tuple(dict.fromkeys(finding.places[0].sheet for finding in found))
    for file in files:
        print_findings(file, tuple(finding for finding in found if finding.places[0].sheet == file))
    click.echo(f"{counted(len(found), 'question')} about {counted(len(files), 'contract')}.")


def fault_json(fault: object) -> dict[str, str]:
    """A fault of contract text for machines."""
    return {name: str(getattr(fault, name)) for name in ("file", "path", "there", "remedy")}


@click.command()
@click.argument("contract")
@click.argument("period")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.xlsx", help="Where to write it."
)
@workspace_option
@click.pass_obj
def template(desk: Desk, contract: str, period: str, output: Path | None) -> None:
    """Write the blank return of CONTRACT for PERIOD."""
    from commissioning.work.issuing import file_name, issue_template

    laid_out, content = issue_template(desk.workspace, contract, period, desk.actor)
    target = output or Path(file_name(laid_out))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    asked = sum(1 for _ in laid_out.specification.rows())
    click.echo(f"{target}: {counted(asked, 'answer')} asked, due {laid_out.due}, edition {laid_out.edition[:12]}.")


@click.command()
@click.argument("period")
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="The folder to write them into; issued-PERIOD if not given.",
)
@click.option("--contract", metavar="ID", help="One contract only; its own reporting year is then meant by PERIOD.")
@commissioner_option
@workspace_option
@click.pass_obj
def issue(desk: Desk, period: str, folder: Path | None, contract: str | None) -> None:
    """Write every return due for PERIOD, a letter for each, and a register of what was sent; and record it.

    A return is due for the period that its contract reports: issue a year, half, quarter or month for those that
    report it. Issuing again is no mistake: the register tells the first time and the last.
    """
    from commissioning.calendar import day_in_words
    from commissioning.work.issuing import issue_returns, letter_name
    from commissioning.work.status import why_left_out

    done = issue_returns(desk.workspace, period, desk.actor, clock, contract=contract, folder=folder)
    for one in done.sent:
        due = f"due {day_in_words(one.issue.due)}" if one.issue.due else "no due day stated"
        again = "" if one.first == one.issue.at else f"; first issued {day_in_words(one.first.date())}"
        click.echo(f"{done.register.parent / one.issue.file}: {counted(one.asked, 'answer')} asked, {due}{again}.")
        click.echo(f"{done.register.parent / letter_name(one.issue.file)}: the letter that goes with it.")
    click.echo(f"{done.register}: {counted(len(done.sent), 'return')} issued for {done.label}.")
    for line in why_left_out(done.left_out):
        click.echo(f"Left out: {line}")


COMMANDS = (init, contracts, review, template, issue)
