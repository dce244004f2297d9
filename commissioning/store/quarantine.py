"""A file that names people in; the same locked so that only the holder of a private key can open it, on its own shelf.

The public key stands in contract text. The private one is never on this machine, unless somebody brings it.
"""

import base64
import binascii
from hashlib import sha256
from pathlib import Path

from commissioning.errors import CommissioningError, NothingThere
from commissioning.store import originals

_NO_KEY = "The key cannot be read; give the file that commissioning quarantine keys wrote, as it is."


def new_keys() -> tuple[str, str]:
    """A new private key and its public one, each a line of text."""
    from nacl.public import PrivateKey

    key = PrivateKey.generate()
    return _line(bytes(key)), _line(bytes(key.public_key))


def keep(folder: Path, content: bytes, public_key: str) -> None:
    """Lock a file under its own sha256; one that is on the shelf is left alone."""
    from nacl.public import PublicKey, SealedBox

    place = originals.place_of(folder, sha256(content).hexdigest())
    if not place.is_file():
        originals.write(place, SealedBox(PublicKey(_bytes(public_key))).encrypt(content))


def unlocked(folder: Path, digest: str, private_key: str) -> bytes:
    """The file of that sha256, found to be what its name says."""
    from nacl.exceptions import CryptoError
    from nacl.public import PrivateKey, SealedBox

    place = originals.place_of(folder, digest)
    if not originals.is_digest(digest) or not place.is_file():
        raise NothingThere(
            f"No file with the sha256 {digest} is in quarantine; commissioning quarantine list tells what is."
        )
    key = PrivateKey(_bytes(private_key))
    try:
        content = SealedBox(key).decrypt(place.read_bytes())
    except CryptoError:
        raise CommissioningError(
            "This key does not open that file; give the private key that was made with the public one in policies.toml"
            " when it came."
        ) from None
    if sha256(content).hexdigest() != digest:
        raise CommissioningError("The file in quarantine is not what its name says; restore it from a backup.")
    return content


def _line(key: bytes) -> str:
    return base64.b64encode(key).decode("ascii")


def _bytes(line: str) -> bytes:
    try:
        key = base64.b64decode(line.strip(), validate=True)
    except (binascii.Error, ValueError):
        raise CommissioningError(_NO_KEY) from None
    if len(key) != KEY_BYTES:
        raise CommissioningError(_NO_KEY)
    return key


KEY_BYTES = 32
