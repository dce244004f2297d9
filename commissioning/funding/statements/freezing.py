"""A tree of frozen dataclasses to one text and its digest, and that text back to what it was.

The text is JSON with every value's class beside it, keys in the order of the fields, no spaces: equal trees give equal
text. It holds exact numbers only. A frozen text is read again without any of the classes that it was made from, so that
what was issued years ago can still be opened.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

IS, OF = "is", "of"
_READ: Mapping[str, Callable[[str], object]] = {
    "Fraction": Fraction,
    "Decimal": Decimal,
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
}
Plain = str | int | bool | list[Any] | dict[str, Any] | None


def freeze(tree: object) -> str:
    """The tree as text; TypeError for a float and for whatever else is not exact."""
    return json.dumps(_plain(tree), ensure_ascii=False, separators=(",", ":"))


def digest_of(text: str) -> str:
    """The sha256 of a frozen text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def thaw(text: str, classes: Mapping[str, type]) -> Any:
    """The tree of a frozen text: equal to what was frozen where `classes` has its classes by name.

    One of a class that is not there comes back as a tuple of its name and what it held, so that it still tells itself
    from any other.
    """
    return _thawed(json.loads(text), classes)


def _plain(value: object) -> Plain:  # noqa: C901  # one case a kind of value
    match value:
        case Enum():
            return _one(value, value.name)
        case None | str() | int():
            return value
        case Fraction() | Decimal():
            return _one(value, str(value))
        case date():
            return _one(value, value.isoformat())
        case frozenset():
            return _one(value, sorted((_plain(each) for each in value), key=json.dumps))
        case Mapping():
            return {IS: "Mapping", OF: [[_plain(key), _plain(of)] for key, of in value.items()]}
        case tuple() if hasattr(value, "_fields"):
            return _one(value, [_plain(each) for each in value])
        case tuple() | list():
            return [_plain(each) for each in value]
    if is_dataclass(value):
        return _one(value, {field.name: _plain(getattr(value, field.name)) for field in fields(value)})
    raise TypeError(f"{type(value).__name__} is nothing exact that can be frozen")


def _one(value: object, of: Plain) -> dict[str, Any]:
    return {IS: type(value).__name__, OF: of}


def _thawed(plain: Plain, classes: Mapping[str, type]) -> Any:
    if isinstance(plain, list):
        return tuple(_thawed(each, classes) for each in plain)
    if not isinstance(plain, dict):
        return plain
    name, of = plain[IS], plain[OF]
    if name in _READ:
        return _READ[name](of)
    if isinstance(of, dict):
        return _dataclass(name, {field: _thawed(each, classes) for field, each in of.items()}, classes)
    return _other(name, _thawed(of, classes), classes)


def _dataclass(name: str, values: dict[str, Any], classes: Mapping[str, type]) -> Any:
    return classes[name](**values) if name in classes else (name, *values.values())


def _other(name: str, of: Any, classes: Mapping[str, type]) -> Any:
    """What is neither a dataclass nor a number: a set, a mapping, a named tuple, a word of an Enum."""
    if name == "frozenset":
        return frozenset(of)
    if name == "Mapping":
        return dict(of)
    found = classes.get(name)
    if found is None:
        return (name, of)
    return found[of] if issubclass(found, Enum) else found(*of)
