"""Statements to funders: worked out now, or one that was issued."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commissioning.cli.desk import (
    Desk,
    commissioner_option,
    counted,
    json_option,
    print_json,
    print_table,
    workspace_option,
)
from commissioning.errors import CommissioningError
from commissioning.money import pounds

if TYPE_CHECKING:
    from commissioning.funding.statements.statement_nouns import Statement
    from commissioning.work.statements import Made

SHOW = "show"
SLASHES_OF_A_NUMBER = 2


class StatementGroup(click.Group):
    """A group whose command `show` need not be named: `statement 2025-26-Q1` is `statement show 2025-26-Q1`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments with `show` before them where they begin with no command."""
        asks_help = not args or args[0] in ctx.help_option_names
        return super().parse_args(ctx, args if asks_help or args[0] in self.commands else [SHOW, *args])


@click.group(cls=StatementGroup)
def statement() -> None:
    """Say what each funder owes for PERIOD and what it is held for, to the penny; with -o, write it as a workbook.

    `statement PERIOD` is short for `statement show PERIOD`.
    """


@statement.command(name=SHOW)
@click.argument("period")
@click.option("--funder", metavar="ORG", help="One funder only, by its id.")
@click.option("--contract", metavar="ID", help="One contract only; its own reporting year is then meant by PERIOD.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write it to FILE.xlsx; to a folder, one file for each funder.",
)
@commissioner_option
@workspace_option
@json_option
@click.pass_obj
def show(
    desk: Desk, period: str, funder: str | None, contract: str | None, output: Path | None, *, as_json: bool
) -> None:
    """Say what each funder owes for PERIOD and what it is held for, to the penny; with -o, write it as a workbook.

    In place of PERIOD, the number of an issued statement (2025-26-Q1/vale-city-council/1) shows it as it was issued.
    """
    from commissioning.work.statements import statement_for

    if period.count("/") == SLASHES_OF_A_NUMBER:
        from commissioning.cli.issuing_statements import write_issued

        write_issued(desk, period, output)
        return
    made = statement_for(desk.workspace, period, desk.actor, funder, contract)
    if output is not None:
        _write(desk, made, output)
    elif as_json:
        print_json([_json(one.statement) for one in made])
    else:
        for number, one in enumerate(made):
            click.echo("\n" if number else "", nl=False)
            _print(one.statement)


def _write(desk: Desk, made: tuple[Made, ...], output: Path) -> None:
    """One file, for one statement; in a folder, one for each."""
    from commissioning.work.statements import file_names
    from commissioning.writers import writer_for

    if output.suffix and len(made) > 1 and not output.is_dir():
        which = ", ".join(dict.fromkeys(one.statement.funder.id for one in made))
        raise CommissioningError(
            f"There are {len(made)} statements, and each goes to its own funder in a file of its own: name one with"
            f" --funder ({which}) and --commissioner, or give -o a folder."
        )
    is_folder = not output.suffix or output.is_dir()
    files = [output / name for name in file_names(made)] if is_folder else [output]
    for file, one in zip(files, made, strict=True):
        content = writer_for(file).write(one.document, desk.workspace.dress)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        click.echo(f"{file}: {one.document.title}.")


def _print(found: Statement) -> None:
    """The position of one statement, on the screen."""
    from commissioning.period import label
    from commissioning.report.statement import notes_of, warnings
    from commissioning.report.statement_agrees import verdict

    click.echo(f"{found.funder.name}, from {found.commissioner.name}, {label(found.period)}")
    for words in warnings(found):
        click.echo(words.text)
    print_table(("", "£"), _rows(found), right=frozenset({1}))
    counts = f"{counted(len(found.charges), 'charge')}. " if found.charges else ""
    click.echo(f"{counts}{verdict(found)}")
    for note in notes_of(found):
        click.echo(note)


def _rows(found: Statement) -> list[tuple[str, str]]:
    adjusted = sum(row.adjusted for row in found.lines)
    uncovered = sum(one.uncovered for one in found.controls)
    provisional = sum(row.pence for row in found.provisional)
    rows = [
        ("Opening balance", found.opening),
        ("Contribution received", sum(row.received for row in found.lines)),
        ("Less: share of expenditure", found.share),
        ("Claw-back, refunds and virement", adjusted),
        ("Closing balance", found.closing),
        ("  restricted money and reserves still held", found.held_apart),
        ("  held, to be refunded or agreed", found.refundable),
        ("  owed by the funder", found.owed),
        ("Not covered by any funder", uncovered),
        ("Provisional, in nobody's share", provisional),
    ]
    return [(what, pounds(pence)) for what, pence in rows]


def _json(found: Statement) -> dict[str, object]:
    """A statement's position and its charges for machines; all amounts in pence."""
    from commissioning.period import label

    return {
        "funder": found.funder.id,
        "commissioner": found.commissioner.id or None,
        "period": label(found.period),
        "posting_periods": [str(posting) for posting in found.postings],
        "contracts": [one.contract for one in found.covers],
        "opening_pence": found.opening,
        "received_pence": sum(row.received for row in found.lines),
        "share_pence": found.share,
        "adjusted_pence": sum(row.adjusted for row in found.lines),
        "closing_pence": found.closing,
        "held_apart_pence": found.held_apart,
        "refundable_pence": found.refundable,
        "owed_pence": found.owed,
        "uncovered_pence": sum(one.uncovered for one in found.controls),
        "provisional_pence": sum(row.pence for row in found.provisional),
        "unexplained_pence": found.unexplained,
        "agrees": not found.disagreements,
        "illustrative": found.is_illustrative,
        "why_not_issuable": list(found.why_not_issuable),
        "charges": [
            {
                "number": row.number,
                "contract": row.contract,
                "service": row.service,
                "area": row.area or None,
                "period": str(row.period),
                "posting": str(row.posting),
                "pence": row.pence,
                "share_pence": row.share,
                "parts": [
                    {"line": part.line, "pence": part.pence, "exact": str(part.quota), "why": part.why}
                    for part in row.parts
                ],
            }
            for row in found.charges
        ],
    }


def _take_in() -> None:
    """The commands about issued statements, where their module is there."""
    name = "commissioning.cli.issuing_statements"
    if find_spec(name):
        from importlib import import_module

        for command in import_module(name).STATEMENT_COMMANDS:
            statement.add_command(command)


_take_in()

COMMANDS = (statement,)
