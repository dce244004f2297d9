"""A file and a source of chance in, the file damaged in one way out: as mail, disks and half-written programs do it."""

import io
import random
import re
import struct
import zipfile
from collections.abc import Callable

from commissioning.ooxml.package import ZIP_TROUBLE

Damage = Callable[[bytes, random.Random], bytes]

_NUMBERS = (
    b"0",
    b"-1",
    b"1",
    b"65536",
    b"1048577",
    b"4294967295",
    b"99999999999999999999",
    b"1e308",
    b"NaN",
    b"",
    b"x",
)
_DIRECTORY = b"PK\x01\x02"


def damaged(content: bytes, format: str, chance: random.Random) -> bytes:
    """The file with one to three faults, of the sorts that its format can have."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        content = chance.choice(_WAYS.get(format, ANY))(content, chance) or content
    return content


def flipped(content: bytes, chance: random.Random) -> bytes:
    """Some bytes are others."""
    found = bytearray(content)
    for _ in range(chance.randint(1, 20)):
        found[chance.randrange(len(found))] = chance.randrange(256)
    return bytes(found)


def cut(content: bytes, chance: random.Random) -> bytes:
    """The end is missing."""
    return content[: chance.randrange(1, len(content))]


def holed(content: bytes, chance: random.Random) -> bytes:
    """A stretch is noughts, or is gone."""
    at = chance.randrange(len(content))
    size = chance.randint(1, 2000)
    return content[:at] + bytes(chance.choice((0, size))) + content[at + size :]


def repeated(content: bytes, chance: random.Random) -> bytes:
    """A stretch stands somewhere else too."""
    first, at = chance.randrange(len(content)), chance.randrange(len(content))
    return content[:at] + content[first : first + chance.randint(1, 5000)] + content[at:]


def lied(content: bytes, chance: random.Random) -> bytes:
    """An entry of the zip directory states another size, method, flag or place."""
    places = [found.start() for found in re.finditer(re.escape(_DIRECTORY), content)]
    if not places:
        return flipped(content, chance)
    at = chance.choice(places)
    offset, width = chance.choice(((8, 2), (10, 2), (20, 4), (24, 4), (42, 4), (28, 2)))
    value = chance.choice((0, 1, 99, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, chance.randrange(1 << 16))) % (1 << 8 * width)
    return content[: at + offset] + value.to_bytes(width, "little") + content[at + offset + width :]


def with_part(content: bytes, chance: random.Random) -> bytes:
    """One part of the package is damaged, exchanged with another, doubled or gone."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
    except (*ZIP_TROUBLE, struct.error):
        return flipped(content, chance)
    if not parts:
        return content
    name, other = chance.choice(list(parts)), chance.choice(list(parts))
    match chance.randrange(8):
        case 0:
            parts[name], parts[other] = parts[other], parts[name]
        case 1:
            del parts[name]
        case 2:
            parts[chance.choice((name.upper(), f"{name}x", f"../{name}", f"/{name}"))] = parts[name]
        case _:
            way = chance.choice(ANY if name.endswith(".bin") else XML)
            parts[name] = way(parts[name], chance) if parts[name] else b"<"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for each, part in parts.items():
            package.writestr(zipfile.ZipInfo(each), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def renumbered(content: bytes, chance: random.Random) -> bytes:
    """A number in an attribute or an element is another."""
    places = list(re.finditer(rb'(?<=[">])-?\d+(?=["<])', content))
    return _put(content, chance.choice(places), chance.choice(_NUMBERS)) if places else flipped(content, chance)


def renamed(content: bytes, chance: random.Random) -> bytes:
    """A word of the mark-up is another of it."""
    words = list(re.finditer(rb"(?<=[<\s/])[A-Za-z:]+(?=[\s=/>])", content))
    return _put(content, chance.choice(words), chance.choice(words)[0]) if words else flipped(content, chance)


def nested(content: bytes, chance: random.Random) -> bytes:
    """An element stands in itself, many times over."""
    tags = list(re.finditer(rb"<([A-Za-z:]+)[^<>/]*>", content))
    if not tags:
        return flipped(content, chance)
    found = chance.choice(tags)
    return _put(content, found, found[0] * chance.choice((2, 10, 300, 5000)))


def declared(content: bytes, chance: random.Random) -> bytes:
    """An entity is declared that grows without end."""
    grows = b'<!DOCTYPE a [<!ENTITY b "0123456789"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    start = content.find(b"?>") + 2 if content.startswith(b"<?") else 0
    return content[:start] + grows + content[start:].replace(b"0", b"&c;", chance.randint(0, 3))


def with_record(content: bytes, chance: random.Random) -> bytes:
    """A record of an old workbook has another kind, length or content, wherever the stream stands."""
    kinds = (0x809, 0x85, 0xFC, 0xFD, 0x06, 0x203, 0x18, 0xE5, 0x3C, 0x1B6, 0xE0, 0x208, 0x7D, 0x1AE, 0x17, 0xBD, 0x27E)
    kind = chance.choice(kinds)
    places = [found.start() for found in re.finditer(re.escape(struct.pack("<H", kind)), content[1536:])]
    if not places:
        return flipped(content, chance)
    at = 1536 + chance.choice(places)
    what = chance.randrange(3)
    if what == 0:
        return content[:at] + struct.pack("<H", chance.choice(kinds)) + content[at + 2 :]
    if what == 1:
        return content[: at + 2] + struct.pack("<H", chance.randrange(1 << 16)) + content[at + 4 :]
    return content[: at + 4] + chance.randbytes(chance.randint(1, 12)) + content[at + 16 :]


def _put(content: bytes, found: re.Match[bytes], instead: bytes) -> bytes:
    return content[: found.start()] + instead + content[found.end() :]


ANY: tuple[Damage, ...] = (flipped, cut, holed, repeated)
XML: tuple[Damage, ...] = (*ANY, *(renumbered, renamed, nested) * 4, declared)
ZIP: tuple[Damage, ...] = (*ANY, lied, *(with_part,) * 12)
_WAYS: dict[str, tuple[Damage, ...]] = {
    "xlsx": ZIP,
    "xlsb": ZIP,
    "ods": ZIP,
    "zip": ZIP,
    "fods": XML,
    "xls": (*ANY, *(with_record,) * 12),
}
