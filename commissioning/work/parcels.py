"""What was found about one file in, a small parcel of bytes out, and the same back: so that thousands can wait."""

import pickle
import zlib
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass, replace
from hashlib import sha256
from io import BytesIO
from operator import attrgetter
from typing import Any

from commissioning.errors import CommissioningError
from commissioning.ledger import verdict_of
from commissioning.model.posted import Verdict
from commissioning.period import Period
from commissioning.privacy import masked
from commissioning.work.checking import Checked
from commissioning.work.mailbox import Came

QUICK = 1
"""How hard zlib tries."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What was found about a file: what the order of admission is told by, and the rest packed.

    `contract` is empty and `period` None where no return could be read.
    """

    file: str
    sha256: str
    verdict: Verdict
    contract: str
    period: Period | None
    names_people: bool
    packed: bytes

    def opened(self, came: Came) -> Checked:
        """All that was found, with the file's content; a CommissioningError where that is no longer what was read."""
        checked = _unpacked(self.packed)
        content = came.content
        if sha256(content).hexdigest() != self.sha256:
            raise CommissioningError(f"{self.file} was changed while it was being read; import it again.")
        return replace(checked, content=content, also=tuple(map(masked, came.also)), password=came.password)


def parcelled(checked: Checked) -> Parcel:
    """What was found, packed; without the content, which lies where it came from."""
    out, specification = BytesIO(), checked.specification
    _Pickler(out, pickle.HIGHEST_PROTOCOL).dump(replace(checked, content=b""))
    return Parcel(
        file=checked.file,
        sha256=checked.sha256,
        verdict=verdict_of(checked.findings),
        contract=specification.contract if specification else "",
        period=specification.period if specification else None,
        names_people=checked.names_people,
        packed=zlib.compress(out.getvalue(), QUICK),
    )


def _unpacked(packed: bytes) -> Checked:
    checked = pickle.loads(zlib.decompress(packed))  # noqa: S301  # packed by this engine's own worker
    if not isinstance(checked, Checked):
        raise TypeError("This parcel holds no checked file.")
    return checked


class _Nouns(dict[type, Callable[[Any], Any]]):
    """How each class of noun is packed: as the class and its values in order, several times as fast as by name;
    everything else as ever."""

    def __missing__(self, kind: type) -> Callable[[Any], Any]:
        """What packs those of a class; a KeyError for classes themselves, which go by their names."""
        if issubclass(kind, type):
            raise KeyError(kind)
        self[kind] = _in_order(kind) if is_dataclass(kind) else _as_ever
        return self[kind]


def _in_order(kind: type) -> Callable[[Any], Any]:
    names = [field.name for field in fields(kind)]
    if len(names) <= 1:
        return lambda noun: (kind, tuple([getattr(noun, name) for name in names]))
    values = attrgetter(*names)
    return lambda noun: (kind, values(noun))


def _as_ever(value: object) -> Any:
    return value.__reduce_ex__(pickle.HIGHEST_PROTOCOL)


class _Pickler(pickle.Pickler):
    dispatch_table = _Nouns()
