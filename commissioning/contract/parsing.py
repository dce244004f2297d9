"""A file of contract text to its raw tables, or to the one fault that it is not TOML."""

import tomllib
from typing import Any

from commissioning.contract.text import TextFault


def parsed(file: str, text: str) -> tuple[dict[str, Any], tuple[TextFault, ...]]:
    """The tables of a file; none and a fault where it cannot be read."""
    try:
        return tomllib.loads(text), ()
    except tomllib.TOMLDecodeError as wrong:
        there = f"cannot be read as TOML ({wrong})"
        return {}, (TextFault(file, "", there, "Mend it there; nothing else of the file was looked at."),)
