"""Files damaged by chance, in every format, are read or refused in words; `make fuzz` does thousands."""

import resource

from bench.fuzz import MOST_MEMORY, SLOWEST, WRONG, originals, outcome, outcomes

FILES = originals()


def test_a_few_hundred_damaged_files_are_read_or_refused() -> None:
    """No traceback, no hang, and no more memory than there may be."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = list(outcomes(280, 1, FILES))
    assert [(each.number, each.format, each.what, each.words) for each in found if each.what in WRONG] == []
    assert max(each.seconds for each in found) < SLOWEST
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1000 < MOST_MEMORY
    assert {each.what for each in found} == {"read", "stopped", "refused"}


def test_the_same_seed_damages_alike() -> None:
    first, second = ([(each.what, each.words) for each in outcomes(14, 2, FILES)] for _ in range(2))
    assert first == second


def test_what_is_not_damaged_is_read() -> None:
    """Else everything could be refused, and the count would look good."""
    found = {
        name: outcome(0, name, contents[-1]).what for name, contents in FILES.items() if name not in ("csv", "zip")
    }
    assert set(found.values()) == {"read"}
