"""When answers came in another form: put them into the return as it is asked now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from commissioning.editions.merging import Left, NotCarried
    from commissioning.work.refilling import Refilled

from commissioning.cli.desk import (
    Desk,
    counted,
    json_option,
    passwords_option,
    print_json,
    said_options,
    workspace_option,
)
from commissioning.cli.judged import print_copies, print_findings
from commissioning.errors import CommissioningError


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.xlsx",
    help="Where to write the filled return.",
)
@said_options
@passwords_option
@workspace_option
@json_option
@click.pass_obj
def refill(desk: Desk, files: tuple[Path, ...], output: Path, passwords_file: Path | None, *, as_json: bool) -> None:
    """Put the answers of FILEs into the return as it is asked now: copies that colleagues filled in, an old template.

    What is blank in one file and filled in another is taken; what differs is left blank, and named with its cells.
    """
    from commissioning.work.mailbox import read_passwords
    from commissioning.work.refilling import refill as put_together

    if output.resolve() in {file.resolve() for file in files}:
        raise CommissioningError(f"{output} is one of the files that are read; name another file to write.")
    passwords = read_passwords(passwords_file) if passwords_file else ()
    done = put_together(desk.workspace, files, desk.actor, desk.said, passwords)
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(done.content)
    if as_json:
        print_json(_json(done, output))
    else:
        _print(done, output)
    raise SystemExit(1 if done.left_out or done.merged.not_carried else 0)


def _print(done: Refilled, output: Path) -> None:
    for file, also in done.copies:
        print_copies(file, also)
    for left in done.left_out:
        print_findings(left.file, left.findings)
        click.echo(f"{left.file}: nothing of it was carried over.")
    for one in done.merged.not_carried:
        click.echo(f"{_places(one)}: {one.about}: {_why(one.why)}")
    if done.came_locked:
        came = " and ".join(done.came_locked)
        click.echo(f"{output}: {came} came with a password, and this file has none: keep it as safely.")
    asked = sum(1 for _ in done.template.specification.rows())
    carried = counted(len(done.merged.answers), "answer")
    title = f"{done.template.terms.contract} {done.template.period_label}"
    click.echo(
        f"{output}: {title}: {carried} of {asked} carried over from {counted(len(done.files), 'file')}; "
        f"{len(done.merged.not_carried)} not carried over, {len(done.merged.blank)} answered in none."
    )


def _places(one: NotCarried) -> str:
    return ", ".join(f"{source.file} {source.place}" for source in one.sources)


def _why(left: Left) -> str:
    """Why an answer was not carried over, in words."""
    from commissioning.editions.merging import Left

    return {
        Left.DIFFERENT: "the files differ, so it was left blank. Type the one that is right.",
        Left.EXPLANATIONS_DIFFER: "the explanations differ, so none was written. Type the one that is right.",
        Left.UNREADABLE: "it cannot be read, so it was left blank. Type it anew.",
        Left.NOT_ASKED: "it is not asked now, so it has no place.",
        Left.NOT_OFFERED: "its status cannot be chosen now, or it is too long for a cell, so it was left blank.",
    }[left]


def _json(done: Refilled, output: Path) -> dict[str, object]:
    from commissioning.cli.findings_json import finding_json

    return {
        "file": str(output),
        "contract": done.template.terms.contract,
        "period": done.template.period_label,
        "edition": done.template.edition,
        "from": list(done.files),
        "carried_over": [_answer_json(answer.key.service, answer.key.code) for answer in done.merged.answers],
        "not_carried_over": [_not_carried_json(one) for one in done.merged.not_carried],
        "blank": [_answer_json(row.key.service, row.key.code) for row in done.merged.blank],
        "left_out": [
            {"file": left.file, "findings": [finding_json(finding) for finding in left.findings]}
            for left in done.left_out
        ],
    }


def _answer_json(service: str, code: str) -> dict[str, str]:
    return {"service": service, "answer": code}


def _not_carried_json(one: NotCarried) -> dict[str, object]:
    key = one.sources[0].answer.key
    return {
        **_answer_json(key.service, key.code),
        "why": one.why.value,
        "places": [{"file": s.file, "sheet": s.place.sheet, "cell": s.place.cell} for s in one.sources],
    }


COMMANDS = (refill,)
