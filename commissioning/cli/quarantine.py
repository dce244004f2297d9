"""What was turned away since it names people: its signs, and the keys of what is locked away."""

from __future__ import annotations

from pathlib import Path

import click

from commissioning.cli.desk import Desk, counted, json_option, print_json, print_table, workspace_option

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
                    "received": sign.turned_away.received.isoformat(),
                    "contract": sign.turned_away.contract or None,
                    "period": str(sign.turned_away.period) if sign.turned_away.period else None,
                    "found": dict(sign.turned_away.kinds),
                    "locked_away": sign.is_locked_away,
                    "sha256": sign.turned_away.sha256,
                    "by": sign.turned_away.actor,
                    "at": sign.turned_away.at.isoformat(),
                }
                for sign in found
            ]
        )
        return
    rows = [
        (
            day_in_words(sign.turned_away.received.date()),
            sign.turned_away.contract or "not known",
            str(sign.turned_away.period) if sign.turned_away.period else "not known",
            kinds_in_words(sign.turned_away.kinds),
            sign.turned_away.sha256[:SHORT] if sign.is_locked_away else "not kept",
            sign.turned_away.actor,
        )
        for sign in found
    ]
    if rows:
        print_table(("received", "contract", "period", "found", "in quarantine", "imported by"), rows)
    click.echo(f"{counted(len(rows), 'file')} turned away.")


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
@click.argument("sha256")
@click.option("--key", required=True, type=FILE, metavar="FILE", help="The private key.")
@click.option("-o", "--output", required=True, type=FILE, metavar="FILE", help="Where to write the unlocked file.")
@workspace_option
@click.pass_obj
def open_(desk: Desk, sha256: str, key: Path, output: Path) -> None:
    """Unlock the file SHA256 (its first letters will do) for whoever has to look at it; it stays in quarantine."""
    from commissioning.work.quarantine import unlock

    unlock(desk.workspace, sha256, key, output)
    click.echo(f"{output}: unlocked. It names people: delete it when you have seen what you need.")


COMMANDS = (quarantine,)
