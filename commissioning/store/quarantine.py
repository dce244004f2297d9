"""A file that names people in; a box that only the holder of a private key can open, and the file again, out.

The public key stands in contract text. The private one is never on this machine, unless somebody brings it.
"""

import base64
import binascii

from commissioning.errors import CommissioningError, NothingThere

_NO_KEY = "The key cannot be read; give the file that commissioning quarantine keys wrote, as it is."


def new_keys() -> tuple[str, str]:
    """A new private key and its public one, each a line of text."""
    from nacl.public import PrivateKey

    key = PrivateKey.generate()
    return _line(bytes(key)), _line(bytes(key.public_key))


def locked(content: bytes, public_key: str) -> bytes:
    """A file as only the holder of the private key can open it; never twice the same bytes."""
    from nacl.public import PublicKey, SealedBox

    return bytes(SealedBox(PublicKey(_bytes(public_key))).encrypt(content))


def unlocked(box: bytes, private_key: str) -> bytes:
    """The file that was locked, exactly."""
    from nacl.exceptions import CryptoError
    from nacl.public import PrivateKey, SealedBox

    try:
        return bytes(SealedBox(PrivateKey(_bytes(private_key))).decrypt(box))
    except CryptoError:
        raise CommissioningError(
            "This key does not open that file; give the private key that was made with the public one in policies.toml"
            " when it came."
        ) from None


def the_box(boxes: frozenset[str], name: str) -> str:
    """The one box whose name begins so; NothingThere where none does, or several do."""
    meant = [box for box in boxes if name and box.startswith(name)]
    if len(meant) != 1:
        raise NothingThere(f"No one file in quarantine is called {name}; commissioning quarantine list names them.")
    return meant[0]


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
