"""What was turned away since it names people: its signs, and the keys of what is locked away."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commissioning.cli.desk import Desk, counted, json_option, print_json, print_table, workspace_option

if TYPE_CHECKING:
    from commissioning.model.contract import Contract
    from commissioning.period import Period

FILE = click.Path(path_type=Path, dir_okay=False)
SHORT = 12


@click.group()
def quarantine() -> None:
    """See what was turned away because it names people, and open what is locked away."""


@quarantine.command(name="list")
@workspace_option
@json_option
@click.pass_obj
def list_(desk: Desk, *, as_json: bool) -> None:
    """List what was turned away: when, for which return, what was found in it, and whether it is locked away."""
    from commissioning.calendar import day_in_words
    from commissioning.work.quarantine import kinds_in_words, signs

    found = signs(desk.workspace, desk.actor)
    if as_json:
        print_json(
            [
                {
                    "received": sign.received.isoformat(),
                    "contract": sign.contract or None,
                    "period": str(sign.period) if sign.period else None,
                    "found": dict(sign.kinds),
                    "box": sign.box or None,
                    "by": sign.actor,
                    "at": sign.at.isoformat(),
                }
                for sign in found
            ]
        )
        return
    seen = desk.workspace.seen_by(desk.actor)
    rows = Counter(
        (
            day_in_words(sign.received.date()),
            sign.contract or "not known",
            _label(seen.get(sign.contract), sign.period),
            kinds_in_words(sign.kinds),
            sign.box[:SHORT] or "not kept",
            sign.actor,
        )
        for sign in found
    )
    if rows:
        heads = ("received", "contract", "period", "found", "in quarantine", "imported by", "times")
        print_table(heads, [(*row, str(times)) for row, times in rows.items()])
    click.echo(f"{counted(len(found), 'file')} turned away; one that was imported again counts again.")


def _label(contract: Contract | None, period: Period | None) -> str:
    """A period by the label that its contract gives it."""
    from commissioning.contract.reporting import period_label

    if period is None:
        return "not known"
    return period_label(contract.terms_for(period), period) if contract else str(period)


@quarantine.command()
@click.option("-o", "--output", required=True, type=FILE, metavar="FILE", help="Where to write the private key.")
def keys(output: Path) -> None:
    """Make a pair of keys: the private one to FILE, and the public one on the screen."""
    from commissioning.work.quarantine import write_keys

    public = write_keys(output)
    click.echo(
        f"{output}: the private key. Keep it elsewhere, with whoever may see such a file; it cannot be replaced."
    )
    click.echo("Write this into contracts/policies.toml:\n")
    click.echo(f'[quarantine]\npublic_key = "{public}"')


@quarantine.command(name="open")
@click.argument("box")
@click.option("--key", required=True, type=FILE, metavar="FILE", help="The private key.")
@click.option("-o", "--output", required=True, type=FILE, metavar="FILE", help="Where to write the unlocked file.")
@workspace_option
@click.pass_obj
def open_(desk: Desk, box: str, key: Path, output: Path) -> None:
    """Unlock the file in BOX, as the list calls it, for whoever has to look at it; it stays in quarantine."""
    from commissioning.work.quarantine import unlock

    unlock(desk.workspace, box, key, output)
    click.echo(f"{output}: unlocked. It names people: delete it when you have seen what you need.")


COMMANDS = (quarantine,)
