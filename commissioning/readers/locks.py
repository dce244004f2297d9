"""A workbook with a password, and passwords given out of band, to the workbook without one. No password is kept."""

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from commissioning.errors import NotOurs
from commissioning.ooxml.package import (
    DAMAGED,
    LARGEST_FILE,
    LARGEST_PART,
    MAKE_SMALLER,
    MEGABYTE,
    Package,
    open_package,
    root,
)
from commissioning.readers.biff.compound import COMPOUND, open_compound
from commissioning.readers.biff.records import is_locked as is_locked_stream

if TYPE_CHECKING:
    from lxml.etree import _Element

NONE_FITS = (
    "This file has a password, and none was given that opens it. "
    "Take the password off and send it again, or tell it by telephone to whoever imports it (--passwords)."
)
TOO_SLOW = f"This file's password takes more than a million rounds to try. {NONE_FITS.partition('. ')[2]}"
MOST_ROUNDS = 1_000_000
"""How often a password may be turned into a key of itself, which a file states, before it is tried."""
_OF_NO_PASSWORD = "VelvetSweatshop"  # noqa: S105  # what Excel locks a workbook with that asks for no password
_MANIFEST = "META-INF/manifest.xml"
_SPINS = re.compile(rb'spinCount="(\d{1,12})"')
_HASHES = {"sha1": "sha1", "sha256": "sha256", "sha1-1k": "sha1", "sha256-1k": "sha256"}
_AES = "aes256-cbc"
_BLOCK = 16


def is_locked(content: bytes) -> bool:
    """Whether a file is a workbook that only a password opens; a damaged one is not."""
    try:
        if content.startswith(COMPOUND):
            compound = open_compound(content)
            return "EncryptedPackage" in compound.streams or is_locked_stream(compound.workbook())
        if content.startswith(b"PK\x03\x04") and b"META-INF/manifest.xml" in content[-LARGEST_FILE:]:
            return b"encryption-data" in open_package(content).parts.get(_MANIFEST, b"")
    except NotOurs:
        return False
    return False


def unlocked(content: bytes, passwords: Iterable[str]) -> tuple[bytes, str]:
    """The workbook as it is without its password, and that password; NotOurs where none of those given opens it."""
    opens = _opened_office if content.startswith(COMPOUND) else _opened_opendocument
    for password in (_OF_NO_PASSWORD, *passwords):
        found = opens(content, password)
        if found is not None:
            return found, password
    raise NotOurs(NONE_FITS)


def _opened_office(content: bytes, password: str) -> bytes | None:
    """An Office file of any age, by msoffcrypto; None where the password is another."""
    import msoffcrypto
    from msoffcrypto.exceptions import DecryptionError, InvalidKeyError

    streams = open_compound(content).streams
    information = streams.get("EncryptionInfo", b"")
    spins = _SPINS.search(information)
    if b"<!DOCTYPE" in information or (spins and int(spins[1]) > MOST_ROUNDS):
        raise NotOurs(TOO_SLOW)
    out = io.BytesIO()
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(content))
        # Old workbooks tell by themselves; of a new one it must be asked for.
        file.load_key(password=password, **({"verify_password": True} if "EncryptedPackage" in streams else {}))
        file.decrypt(out)
    except (InvalidKeyError, DecryptionError):
        return None
    except Exception as error:
        raise NotOurs(DAMAGED) from error
    if len(out.getvalue()) > LARGEST_FILE:
        raise NotOurs(f"This file is larger than {LARGEST_FILE // MEGABYTE} MB. {MAKE_SMALLER}")
    return out.getvalue()


def _opened_opendocument(content: bytes, password: str) -> bytes | None:
    """An OpenDocument spreadsheet, each part of which is locked by itself; None where the password is another."""
    package = open_package(content)
    manifest = root(package, _MANIFEST)
    locks = {_attribute(data.getparent(), "full-path"): data for data in manifest.iter("{*}encryption-data")}
    if sum(_rounds(lock) for lock in locks.values()) > MOST_ROUNDS * 20:
        raise NotOurs(TOO_SLOW)
    parts = dict(package.parts)
    try:
        for name, lock in locks.items():
            part = _part(package, name, lock, password)
            if part is None:
                return None
            parts[name] = part
    except (ValueError, ArithmeticError, zlib.error) as error:
        raise NotOurs(DAMAGED) from error
    parts[_MANIFEST] = _without_locks(manifest)
    return _packed(parts)


def _rounds(lock: "_Element") -> int:
    rounds = _attribute(_child(lock, "key-derivation"), "iteration-count")
    return int(rounds) if rounds.isdecimal() and len(rounds) < len(str(MOST_ROUNDS)) + 2 else MOST_ROUNDS * 100


def _part(package: Package, name: str, lock: "_Element", password: str) -> bytes | None:
    """One part opened and unpacked; None where its checksum says that the password is another."""
    from base64 import b64decode

    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    algorithm, key_from, starts_from = (
        _child(lock, tag) for tag in ("algorithm", "key-derivation", "start-key-generation")
    )
    if not _attribute(algorithm, "algorithm-name").endswith(_AES):
        raise NotOurs(NONE_FITS)
    start_hash = _hash(_attribute(starts_from, "start-key-generation-name") or "sha1")
    start = hashlib.new(start_hash, password.encode()).digest()
    key = hashlib.pbkdf2_hmac("sha1", start, b64decode(_attribute(key_from, "salt")), _rounds(lock), 32)
    cipher = Cipher(algorithms.AES(key), modes.CBC(b64decode(_attribute(algorithm, "initialisation-vector"))))
    sealed = package.parts.get(name, b"")
    opened = cipher.decryptor().update(sealed[: len(sealed) // _BLOCK * _BLOCK])
    opened = opened[: len(opened) - (opened[-1] if opened and opened[-1] <= _BLOCK else 0)]
    checksum = hashlib.new(_hash(_attribute(lock, "checksum-type")), opened[:1024]).digest()
    if checksum != b64decode(_attribute(lock, "checksum")):
        return None
    return _unpacked(opened)


def _unpacked(opened: bytes) -> bytes:
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    content = unpacker.decompress(opened, LARGEST_PART)
    if unpacker.unconsumed_tail:
        raise NotOurs(
            f"A part of this workbook is larger than {LARGEST_PART // MEGABYTE} MB when unzipped. {MAKE_SMALLER}"
        )
    return content


def _hash(name: str) -> str:
    """The hash that a manifest names, by a word or by an address that ends in it."""
    known = re.split(r"[#:/]", name.lower())[-1]
    if known not in _HASHES:
        raise NotOurs(NONE_FITS)
    return _HASHES[known]


def _child(element: "_Element", name: str) -> "_Element":
    found = element.find(f"{{*}}{name}")
    return element if found is None else found


def _attribute(element: "_Element | None", name: str) -> str:
    attributes = element.attrib.items() if element is not None else ()
    return next((str(value) for key, value in attributes if str(key).rpartition("}")[2] == name), "")


def _without_locks(manifest: "_Element") -> bytes:
    from lxml import etree

    for entry in manifest.iter("{*}file-entry"):
        for data in list(entry.iterchildren("{*}encryption-data")):
            entry.remove(data)
    return bytes(etree.tostring(manifest))


def _packed(parts: dict[str, bytes]) -> bytes:
    """A package of these parts; the same bytes for the same parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()
