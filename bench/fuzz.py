"""Returns in every format go in, damaged in thousands of ways; a count by outcome comes out.

Every file must be read, or refused in words: no traceback, no hang, no breach of the limits. The same seed damages the
same files in the same way.
"""

import argparse
import io
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from bench.damage import damaged
from commissioning.contract.reporting import year_starts
from commissioning.model.finding import Finding
from commissioning.period import read_period
from commissioning.readers import read
from commissioning.template import lay_out
from commissioning.work.checking import check_one
from commissioning.work.mailbox import brought
from commissioning.work.starting import lay_out_workspace
from commissioning.work.workspace import Workspace
from commissioning.writers.returns import write_return
from tests.formats import MAKERS

HARBOUR = "illustrative-harbour-and-vale"
SLOWEST = 10.0
"""Seconds that one file may take; an honest one takes some hundredths."""
MOST_MEMORY = 2_000_000_000
"""Bytes of address space that all of it may take: the libraries take a good half."""
WRONG = ("TRACEBACK", "TOO SLOW")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one damaged file, how long that took, and the words or the traceback that go with it."""

    number: int
    format: str
    what: str
    seconds: float
    words: str = ""


class TooSlow(BaseException):
    """A file that takes longer than any may."""


def originals() -> dict[str, tuple[bytes, ...]]:
    """A blank return and a filled one, in every format."""
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "fuzz"
        lay_out_workspace(folder)
        workspace = Workspace(folder)
        terms = workspace.book.contracts[HARBOUR].latest
        blank = write_return(lay_out(terms, read_period("2026-27-Q1", year_starts(terms))), workspace.dress)
        filled = (folder / "returns" / f"{HARBOUR}-2025-26-Q4.xlsx").read_bytes()
    cells = [read(blank), read(filled)]
    made = {name: tuple(map(make, cells)) for name, make in MAKERS.items()}
    return {"xlsx": (blank, filled), "zip": (_zipped({"a.xlsx": filled, "b.csv": made["csv"][1]}),), **made}


def outcomes(count: int, seed: int, files: dict[str, tuple[bytes, ...]]) -> Iterator[Outcome]:
    """Damaged files one after another, each format in turn."""
    formats = sorted(files)
    for number in range(count):
        chance = random.Random(f"{seed} {number}")  # noqa: S311  # repeatable, not secret
        format = formats[number % len(formats)]
        yield outcome(number, format, damaged(chance.choice(files[format]), format, chance))


def outcome(number: int, format: str, content: bytes) -> Outcome:
    """One damaged file as it goes through the door, and is read and checked."""
    started = time.perf_counter()
    signal.signal(signal.SIGALRM, _stop)
    signal.setitimer(signal.ITIMER_REAL, SLOWEST)
    try:
        what, words = _what_became(format, content)
    except TooSlow:
        what, words = "TOO SLOW", traceback.format_exc(limit=-4)
    except Exception:
        what, words = "TRACEBACK", traceback.format_exc(limit=-4)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return Outcome(number, format, what, time.perf_counter() - started, words)


def limit_memory() -> None:
    """Let this program take no more than it may: what needs more is a traceback."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def _what_became(format: str, content: bytes) -> tuple[str, str]:
    findings = [finding for came in brought(f"return.{format}", content, ()) for finding in check_one(came).findings]
    refused = next((finding for finding in findings if finding.code == "I000"), None)
    if refused:
        return "refused", refused.there
    return ("stopped", "") if _stops(findings) else ("read", "")


def _stops(findings: list[Finding]) -> bool:
    return any(finding.severity.value == "stops" for finding in findings)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise TooSlow


def _zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def main() -> None:
    """Damage, read, and print a table; 1 where any file was a fault of ours."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--files", type=int, default=5000)
    asked.add_argument("--seed", type=int, default=4)
    options = asked.parse_args()
    files = originals()
    limit_memory()
    found = list(outcomes(options.files, options.seed, files))
    counts = Counter((each.format, each.what) for each in found)
    kinds = ("read", "stopped", "refused", *WRONG)
    print(f"{len(found)} damaged files, seed {options.seed}")
    print(f"{'':<8}" + "".join(f"{kind:>11}" for kind in kinds) + f"{'slowest':>12}")
    for format in sorted(files):
        slowest = max(each.seconds for each in found if each.format == format)
        print(f"{format:<8}" + "".join(f"{counts[format, kind]:>11}" for kind in kinds) + f"{slowest:>10.2f} s")
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000} MB")
    for words, count in Counter(each.words for each in found if each.what == "refused").most_common():
        print(f"{count:>6}  {words}")
    wrong = [each for each in found if each.what in WRONG]
    for each in wrong[:10]:
        print(f"\nfile {each.number} ({each.format}): {each.what}\n{each.words}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
