"""One file of a zip archive with a password, and passwords to try, to its content: the old way of zip, and WinZip's."""

import hashlib
import hmac
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator

from commissioning.errors import NotOurs
from commissioning.ooxml.package import ENCRYPTED, MEGABYTE, ZIP_TROUBLE

AES = 99
"""How WinZip and 7-Zip say that a file is locked with AES."""
LARGEST_SEALED = 25 * MEGABYTE
"""Bytes of one locked file: the old way takes seconds for each million."""
_AES_FIELD = 0x9901
_ROUNDS, _CHECK, _SEAL = 1000, 2, 10
_BLOCK = 16


def is_sealed(entry: zipfile.ZipInfo) -> bool:
    """Whether a file of an archive has a password."""
    return bool(entry.flag_bits & ENCRYPTED)


def unsealed(
    archive: zipfile.ZipFile, content: bytes, entry: zipfile.ZipInfo, passwords: Iterable[str]
) -> bytes | None:
    """The file's content by the first password that opens it; None where none does."""
    if max(entry.file_size, entry.compress_size) > LARGEST_SEALED:
        raise NotOurs(f"A file with a password in this zip archive is larger than {LARGEST_SEALED // MEGABYTE} MB.")
    opens = _by_aes if entry.compress_type == AES else _by_zip
    tries = (opens(archive, content, entry, password.encode()) for password in passwords)
    return next((found for found in tries if found is not None), None)


def _by_zip(archive: zipfile.ZipFile, content: bytes, entry: zipfile.ZipInfo, password: bytes) -> bytes | None:
    """The old way: a wrong password is told by one byte and, where that happens to fit, by the checksum."""
    try:
        with archive.open(entry, pwd=password) as file:
            found = file.read(entry.file_size + 1)
    except ZIP_TROUBLE:
        return None
    return found if len(found) == entry.file_size else None


def _by_aes(archive: zipfile.ZipFile, content: bytes, entry: zipfile.ZipInfo, password: bytes) -> bytes | None:
    """WinZip's way: salt, two bytes to tell the password by, the file locked with AES, and a seal over it."""
    strength, method = _how(entry)
    if strength not in (1, 2, 3):
        return None
    salt_size, key_size = 4 + 4 * strength, 8 + 8 * strength
    data = _raw(content, entry)
    keys = hashlib.pbkdf2_hmac("sha1", password, data[:salt_size], _ROUNDS, 2 * key_size + _CHECK)
    sealed = data[salt_size + _CHECK : -_SEAL]
    seal = hmac.new(keys[key_size : 2 * key_size], sealed, hashlib.sha1).digest()[:_SEAL]
    if keys[-_CHECK:] != data[salt_size : salt_size + _CHECK] or not hmac.compare_digest(seal, data[-_SEAL:]):
        return None
    opened = _with_key(sealed, keys[:key_size])
    if method == zipfile.ZIP_STORED:
        return opened if len(opened) == entry.file_size else None
    try:
        found = zlib.decompressobj(-zlib.MAX_WBITS).decompress(opened, entry.file_size + 1)
    except zlib.error:
        return None
    return found if len(found) == entry.file_size else None


def _how(entry: zipfile.ZipInfo) -> tuple[int, int]:
    """How strong the lock of a file is, 1 to 3, and how it was packed before; 0 where the file does not say."""
    for kind, field in _fields(entry.extra):
        if kind == _AES_FIELD and len(field) == 7:  # noqa: PLR2004  # version, maker, strength, method
            return field[4], int.from_bytes(field[5:7], "little")
    return 0, 0


def _fields(extra: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        yield kind, extra[at + 4 : at + 4 + size]
        at += 4 + size


def _raw(content: bytes, entry: zipfile.ZipInfo) -> bytes:
    """A file's bytes as they stand in the archive, behind its own header."""
    header = content[entry.header_offset : entry.header_offset + 30]
    name, extra = struct.unpack("<HH", header[26:30]) if len(header) == 30 else (0, 0)  # noqa: PLR2004  # the header
    start = entry.header_offset + 30 + name + extra
    return content[start : start + entry.compress_size]


def _with_key(sealed: bytes, key: bytes) -> bytes:
    """AES in counter mode, the counter's low byte first, as WinZip counts."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    count = -(-len(sealed) // _BLOCK)
    counters = b"".join(number.to_bytes(_BLOCK, "little") for number in range(1, count + 1))
    stream = Cipher(algorithms.AES(key), modes.ECB()).encryptor().update(counters)[: len(sealed)]  # noqa: S305
    return (int.from_bytes(sealed, "big") ^ int.from_bytes(stream, "big")).to_bytes(len(sealed), "big")
