"""Work that makes many objects, hardly any of them in circles: waste of that sort is looked for seldom meanwhile."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = (50_000, 20, 20)
"""Objects made, less those thrown away, before the young are looked through; and how often that is before older ones
are. Python's own is 700: a return makes some tens of thousands, which go as soon as nobody holds them."""


@contextmanager
def looked_for_seldom() -> Iterator[None]:
    """While this lasts, waste in circles is looked for seldom, here and in the processes forked meanwhile."""
    before = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
