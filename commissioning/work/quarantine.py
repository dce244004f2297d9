"""A file that names people goes in; a sign that it came is recorded, and the file itself locked away where policy says
so. Nothing that was in it is ever repeated."""

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
from commissioning.work.workspace import Workspace


def turn_away(desk: Desk, one: Checked, received: datetime) -> TurnedAway:
    """Record that a file which names people came, and lock it away where there is a key to lock it with."""
    key, specification = desk.workspace.quarantine_key, one.specification
    ours = specification if specification and specification.contract in desk.workspace.seen_by(desk.actor) else None
    sign = TurnedAway(
        received=received,
        kinds=_kinds(one),
        actor=desk.actor.name,
        at=desk.now,
        contract=ours.contract if ours else "",
        period=ours.period if ours else None,
        box=desk.store.quarantine(one.content, key) if key else "",
    )
    desk.store.turn_away(sign)
    return sign


def _kinds(one: Checked) -> tuple[tuple[str, int], ...]:
    """What was found about people, and in how many places; an extract with a row for each case is a list of cases."""
    found = [(CASE_LIST.code if f.code == EXTRACT else f.code, len(f.places)) for f in one.findings]
    return tuple(sorted({code: count for code, count in found if code in privacy.CODES}.items()))


def signs(workspace: Workspace, actor: Actor) -> tuple[TurnedAway, ...]:
    """The sign of every file that was turned away, in the order they came: of the contracts the actor sees and, for an
    actor who speaks for no organisation, of none."""
    seen = workspace.seen_by(actor)
    with workspace.store() as store:
        return tuple(
            sign for sign in store.turned_away() if sign.contract in seen or not (sign.contract or actor.organisations)
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


def unlock(workspace: Workspace, box: str, key: Path, target: Path) -> None:
    """Write the file in a box, unlocked, to a new file that only its owner may read."""
    if target.exists():
        raise CommissioningError(f"{target} is there already and was left as it is; name a new file.")
    with workspace.store() as store:
        content = store.unlocked(box, key.read_text(encoding="utf-8", errors="replace"))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.touch(mode=0o600)
    target.write_bytes(content)


def kinds_in_words(kinds: tuple[tuple[str, int], ...]) -> str:
    """What was found, such as `NHS number in 2 places, telephone number in 1 place`."""
    what = {detector.code: detector.what for detector in privacy.DETECTORS}
    return ", ".join(f"{what.get(code, code)} in {n} {'place' if n == 1 else 'places'}" for code, n in kinds)
