"""The name of a room in; what its modules declare, found by looking into each of them, out.

A room is a folder of modules that each declare one thing of a sort: a kind, a reader, a writer, checks.
To add a thing is to add its file.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import TypeVar

Declared = TypeVar("Declared")


def declared(room: str, sort: type[Declared]) -> tuple[Declared, ...]:
    """Everything of a sort that stands at the top of a room's modules, module by module in order of their names."""
    folder = import_module(room).__path__
    modules = [import_module(f"{room}.{found.name}") for found in iter_modules(folder)]
    things = (thing for module in modules for thing in vars(module).values() if isinstance(thing, sort))
    return tuple({id(thing): thing for thing in things}.values())
