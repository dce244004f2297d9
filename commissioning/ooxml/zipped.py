"""The entries of a zip package in, its bytes out: what was not changed is copied as it was packed."""

import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO

from commissioning.errors import NotOurs
from commissioning.ooxml.package import DAMAGED, entry_name

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION = 20
_UTF_8 = 0x800
_FIXED_DAY = (1 << 5) | 1
"""1 January 1980, the first day a zip knows: equal parts then make equal files."""


@dataclass(frozen=True, slots=True)
class Packed:
    """One entry as it stands in a zip: its name as written, method, checksum, size unpacked, and packed bytes."""

    name: bytes
    method: int
    checksum: int
    size: int
    packed: bytes
    time: int = 0
    day: int = _FIXED_DAY
    utf_8: int = 0


def packed(name: str, content: bytes) -> Packed:
    """A part, packed."""
    deflating = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    small = deflating.compress(content) + deflating.flush()
    utf_8 = 0 if name.isascii() else _UTF_8
    return Packed(name.encode(), zipfile.ZIP_DEFLATED, zlib.crc32(content), len(content), small, utf_8=utf_8)


def entries(content: bytes) -> Iterator[tuple[str, Packed]]:
    """Each entry of a zip by its name, in the order of its directory, without unpacking any; a name written with
    backslashes, which few programs open, is put right."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for info in archive.infolist():
            entry = _as_it_stands(content, info)
            yield entry_name(info), replace(entry, name=entry.name.replace(b"\\", b"/"))


def zipped(parts: Iterable[Packed]) -> bytes:
    """A zip of these entries, in this order."""
    local, central = bytearray(), bytearray()
    count = 0
    for part in parts:
        told = (part.utf_8, part.method, part.time, part.day, part.checksum, len(part.packed), part.size)
        central += _CENTRAL.pack(b"PK\x01\x02", _VERSION, _VERSION, *told, len(part.name), 0, 0, 0, 0, 0, len(local))
        central += part.name
        local += _LOCAL.pack(b"PK\x03\x04", _VERSION, *told, len(part.name), 0) + part.name + part.packed
        count += 1
    return bytes(local + central + _END.pack(b"PK\x05\x06", 0, 0, count, count, len(central), len(local), 0))


def _as_it_stands(content: bytes, info: zipfile.ZipInfo) -> Packed:
    at = info.header_offset
    header = content[at : at + _LOCAL.size]
    if len(header) < _LOCAL.size:
        raise NotOurs(DAMAGED)
    *_, name_length, extra_length = _LOCAL.unpack(header)
    start = at + _LOCAL.size + name_length + extra_length
    utf_8 = info.flag_bits & _UTF_8
    year, month, day, hour, minute, second = info.date_time
    return Packed(
        name=info.orig_filename.encode("utf-8" if utf_8 else "cp437"),
        method=info.compress_type,
        checksum=info.CRC,
        size=info.file_size,
        packed=content[start : start + info.compress_size],
        time=hour << 11 | minute << 5 | second // 2,
        day=(year - 1980) << 9 | month << 5 | day,
        utf_8=utf_8,
    )
