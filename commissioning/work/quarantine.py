"""A file that names people goes in; a sign that it came is recorded, and the file itself locked away where policy says
so. Nothing that was in it is ever repeated."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from commissioning import privacy
from commissioning.checks.layouts import CASE_LIST as EXTRACT
from commissioning.errors import CommissioningError
from commissioning.model.organisation import Actor
from commissioning.model.posted import TurnedAway
from commissioning.privacy.case_lists import CASE_LIST
from commissioning.work.checking import Checked
from commissioning.work.judging import Desk
from commissioning.work.reasons import refuse_personal_data
from commissioning.work.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Sign:
    """What was turned away, and whether the file is in quarantine."""

    turned_away: TurnedAway
    is_locked_away: bool


def turn_away(desk: Desk, one: Checked, received: datetime) -> Sign:
    """Record that a file which names people came, and lock it away where there is a key to lock it with."""
    key = desk.workspace.quarantine_key
    specification = one.specification
    ours = specification is not None and specification.contract in desk.workspace.seen_by(desk.actor)
    sign = TurnedAway(
        sha256=one.sha256,
        received=received,
        kinds=_kinds(one),
        actor=desk.actor.name,
        at=desk.now,
        contract=specification.contract if specification and ours else "",
        period=specification.period if specification and ours else None,
    )
    if key:
        desk.store.quarantine(one.content, key)
    desk.store.turn_away(sign)
    return Sign(sign, bool(key))


def _kinds(one: Checked) -> tuple[tuple[str, int], ...]:
    """What was found about people, and in how many places; an extract with a row for each case is a list of cases."""
    found = [(CASE_LIST.code if f.code == EXTRACT else f.code, len(f.places)) for f in one.findings]
    return tuple(sorted({code: count for code, count in found if code in privacy.CODES}.items()))


def signs(workspace: Workspace, actor: Actor) -> tuple[Sign, ...]:
    """Every file that was turned away, in the order they came; of the contracts the actor sees, and of none."""
    seen = workspace.seen_by(actor)
    with workspace.store() as store:
        locked = store.quarantined()
        return tuple(
            Sign(sign, sign.sha256 in locked)
            for sign in store.turned_away()
            if sign.contract in seen or not (sign.contract or actor.organisations)
        )


def write_keys(private: Path) -> str:
    """Write a new private key to a file that only its owner may read, and say the public key."""
    from commissioning.store.quarantine import new_keys

    secret, public = new_keys()
    if private.exists():
        raise CommissioningError(f"{private} is there already and was left as it is; name a new file for the key.")
    private.parent.mkdir(parents=True, exist_ok=True)
    private.touch(mode=0o600)
    private.write_text(f"{secret}\n", encoding="ascii")
    return public


def unlock(workspace: Workspace, sha256: str, key: Path, target: Path) -> None:
    """Write a file from quarantine, unlocked, to a new file that only its owner may read."""
    if target.exists():
        raise CommissioningError(f"{target} is there already and was left as it is; name a new file.")
    refuse_personal_data(target.name, "The name of the file")
    with workspace.store() as store:
        content = store.unlocked(_whole(sha256, store.quarantined()), key.read_text(encoding="utf-8", errors="replace"))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.touch(mode=0o600)
    target.write_bytes(content)


def _whole(sha256: str, locked: frozenset[str]) -> str:
    """A sha256 of which the beginning is given, where that is enough to tell it."""
    meant = [one for one in locked if one.startswith(sha256)]
    return meant[0] if len(meant) == 1 else sha256


def kinds_in_words(kinds: tuple[tuple[str, int], ...]) -> str:
    """What was found, such as `NHS number in 2 places, telephone number in 1 place`."""
    what = {detector.code: detector.what for detector in privacy.DETECTORS}
    return ", ".join(f"{what.get(code, code)} in {n} {'place' if n == 1 else 'places'}" for code, n in kinds)
