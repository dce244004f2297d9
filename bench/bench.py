"""How long each step of the line takes, as a multiple of a floor measured in the same run, on returns made for it.

A ratio says something about our code; seconds say something about the machine. Each is the best of several rounds in
which the steps and their floors take turns. `--small` shows in a few seconds that the bench itself works.
"""

import argparse
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path

from bench import floors, splits
from bench.corpus import QUARTERS, Corpus, make_corpus, template_of
from commissioning.model.organisation import Actor
from commissioning.period import read_period
from commissioning.report.monitoring import monitoring_workbook
from commissioning.totals.frames import runs
from commissioning.waste import looked_for_seldom
from commissioning.work import workers
from commissioning.work.checking import Known, read_and_check
from commissioning.work.importing import import_returns
from commissioning.work.mailbox import gathered
from commissioning.work.publishing import gather
from commissioning.work.replying import reply_to
from commissioning.work.workspace import Workspace
from commissioning.writers.returns import write_return
from commissioning.writers.workbook import write_workbook

ACTOR = Actor("Bench")
LIBRARIES = ("python-calamine", "lxml", "openpyxl", "xlsxwriter", "polars", "duckdb", "sqlalchemy")


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: contracts of four quarters each, rounds, entries to add up, returns for memory, and
    contracts whose charges are split."""

    contracts: int
    sample: int
    rounds: int
    entries: int
    memory: tuple[int, int]
    funded: int


FULL = Size(contracts=125, sample=40, rounds=5, entries=1_000_000, memory=(25, 500), funded=1_000)
SMALL = Size(contracts=1, sample=2, rounds=1, entries=2_000, memory=(1, 2), funded=10)


def by_processor() -> float:
    """Seconds that processors have worked for this process and its children."""
    used = (resource.getrusage(of) for of in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


CLOCKS: dict[bool, Callable[[], float]] = {False: time.perf_counter, True: by_processor}
busy = False
"""Whether others use this machine too; then processor time is told, since waiting for a turn says nothing of us."""


def best(jobs: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The best of several rounds for each job, in seconds; the jobs take turns, so that a busy minute hits all."""
    taken: dict[str, float] = {}
    clock = CLOCKS[busy]
    for _ in range(rounds):
        for name, job in jobs.items():
            started = clock()
            job()
            took = clock() - started
            taken[name] = min(took, taken.get(name, took))
    return taken


def line(words: str, ratio: float, aim: float | None, seconds: float, of: int = 1) -> None:
    """One row of the table: what, how many times its floor, the aim, and milliseconds for each."""
    aimed = f"{aim:.1f}" if aim else ""
    print(f"{words:<58}{ratio:>8.2f}{aimed:>6}{seconds / of * 1000:>12.1f}")


def reading(corpus: Corpus, size: Size) -> None:
    """Read and check without the store, in one process and in the pool."""
    files = corpus.returns[: size.sample]
    contents = [path.read_bytes() for path in files]
    workspace = Workspace(corpus.folder)
    known = Known(workspace.seen_by(ACTOR), workspace.committed_edition, lambda digest: True)
    came = gathered(files)

    def alone() -> None:
        # As the product does wherever it reads files.
        with looked_for_seldom():
            for content in contents:
                read_and_check(content, "return.xlsx", known)

    def pooled() -> None:
        with workers.started(known.contracts, files=len(came)) as pool:
            for _ in pool.check(((each, None) for each in came), known):
                pass

    jobs: dict[str, Callable[[], object]] = {
        "floor": lambda: [floors.read_parts(content) for content in contents],
        "ours": alone,
        "pool": pooled,
        "openpyxl": lambda: [floors.open_by_openpyxl(content) for content in contents[:3]],
    }
    taken = best(jobs, size.rounds)
    floor, each = taken["floor"], len(contents)
    line("  floor: calamine, and lxml over the same parts", 1, None, floor, each)
    line("read and check, one process", taken["ours"] / floor, 2.5, taken["ours"], each)
    line(f"read and check, {workers.how_many()} workers", taken["pool"] / floor, 2.5, taken["pool"], each)
    openpyxl = taken["openpyxl"] / min(3, each)
    line("  for context: openpyxl opening the file", openpyxl / (floor / each), None, openpyxl)


def importing(corpus: Corpus, size: Size) -> None:
    """The whole import into a new ledger, in one process and with the pool, and the same rows by plain sqlite3."""
    ledger = corpus.folder / "ledger"

    def whole(*, forks: bool) -> None:
        shutil.rmtree(ledger, ignore_errors=True)
        workers.FORKS = forks
        import_returns(Workspace(corpus.folder), [corpus.folder / "returns"], ACTOR, lambda: datetime.now(UTC))
        workers.FORKS = True

    def floor() -> None:
        with tempfile.TemporaryDirectory(dir=corpus.folder) as scratch:
            floors.read_and_keep(corpus.returns, kept, Path(scratch) / "floor")

    whole(forks=True)
    kept = floors.kept_in(ledger / "ledger.db")
    rounds = min(2, size.rounds)
    jobs: dict[str, Callable[[], object]] = {
        "floor": floor,
        "ours": lambda: whole(forks=False),
        "pool": lambda: whole(forks=True),
    }
    taken = best(jobs, rounds)
    line("  floor: the same, sqlite3 with the same rows, fsync", 1, None, taken["floor"], corpus.files)
    line("import, one process", taken["ours"] / taken["floor"], 2.0, taken["ours"], corpus.files)
    line(f"import, {workers.how_many()} workers", taken["pool"] / taken["floor"], 2.0, taken["pool"], corpus.files)
    print(f"{'  returns a minute':<58}{corpus.files / taken['pool'] * 60:>8,.0f}")


def writing(corpus: Corpus, size: Size) -> None:
    """A blank return and a quarter's workbook, and the same cells by bare xlsxwriter."""
    workspace = Workspace(corpus.folder)
    template = template_of(QUARTERS[0])
    evidence = gather(workspace, read_period(QUARTERS[-1]), ACTOR)[:20]
    document = monitoring_workbook(QUARTERS[-1], evidence)
    blank, book = write_return(template, workspace.dress), write_workbook(document, workspace.dress)
    blank_cells, book_cells = floors.cells_of(blank), floors.cells_of(book)
    jobs: dict[str, Callable[[], object]] = {
        "blank floor": lambda: floors.write_cells(blank_cells),
        "blank": lambda: write_return(template, workspace.dress),
        "book floor": lambda: floors.write_cells(book_cells),
        "book": lambda: write_workbook(document, workspace.dress),
    }
    taken = best(jobs, size.rounds)
    for name, words in (("blank", "write a blank return"), ("book", f"write a workbook of {len(evidence)} contracts")):
        line(f"  floor: xlsxwriter, the same cells ({name})", 1, None, taken[f"{name} floor"])
        line(words, taken[name] / taken[f"{name} floor"], 1.5, taken[name])


def totals(size: Size) -> None:
    """Runs of four quarters over many entries, by polars and by DuckDB, from the same frame."""
    import duckdb
    import polars as pl

    periods = [read_period(quarter) for quarter in QUARTERS]
    each = size.entries // 4
    frame = pl.DataFrame(
        {
            "number": range(4 * each),
            "contract": [f"bench-{n // 250:05}" for n in range(each)] * 4,
            "service": ["refuge", "helpline"] * (2 * each),
            "measure": [f"count-{n % 50:02}" for n in range(each)] * 4,
            "dimension": ["age"] * (4 * each),
            "category": [str(n // 50 % 5) for n in range(each)] * 4,
            "period": [str(period) for period in periods for _ in range(each)],
            "starts": [period.start or date.min for period in periods for _ in range(each)],
            "units": [n % 1000 * 10_000 for n in range(4 * each)],
        }
    )
    with duckdb.connect() as connection:
        connection.execute(f"SET threads = {workers.how_many()}")
        with tempfile.TemporaryDirectory() as scratch:
            frame.write_parquet(Path(scratch) / "entries.parquet")
            connection.execute("CREATE TABLE entries AS FROM read_parquet(?)", [f"{scratch}/entries.parquet"])
        asked = [str(period) for period in periods]
        ours, theirs = runs(frame, periods), floors.total_by_duckdb(connection, asked)
        if [(run.entries, run.units) for run in ours] != [(tuple(row[5]), row[6]) for row in theirs]:
            raise ValueError("The two do not come to the same.")
        jobs: dict[str, Callable[[], object]] = {
            "floor": lambda: floors.total_by_duckdb(connection, asked),
            "ours": lambda: runs(frame, periods),
        }
        taken = best(jobs, min(3, size.rounds))
    line("  floor: DuckDB, the same runs", 1, None, taken["floor"])
    line(f"totals over {len(frame):,} entries", taken["ours"] / taken["floor"], 1.0, taken["ours"])


def splitting(size: Size) -> None:
    """Charges of many contracts to their six funders' parts, and the same pence by whole numbers alone."""
    charged = splits.charges(size.funded)
    capped = splits.after_a_grant(charged[: len(charged) // 20])
    if splits.by_allocate(charged) != splits.by_integers(charged):
        raise ValueError("The two do not come to the same.")
    jobs: dict[str, Callable[[], object]] = {
        "floor": lambda: splits.by_integers(charged),
        "ours": lambda: splits.by_allocate(charged),
        "capped": lambda: splits.by_allocate(capped),
    }
    taken = best(jobs, size.rounds)
    floor, each = taken["floor"], len(charged)
    line("  floor: the same pence by whole numbers", 1, None, floor, each)
    line(f"split of {each:,} charges by six funders", taken["ours"] / floor, 3.0, taken["ours"], each)
    of_capped = taken["capped"] / len(capped)
    line("  for context: what a grant with a cap leaves, split", of_capped / (floor / each), None, of_capped)


def starting(size: Size) -> None:
    """`--help`, and an interpreter that does nothing."""
    ours = (sys.executable, "-m", "commissioning", "--help")
    jobs: dict[str, Callable[[], object]] = {
        "floor": lambda: subprocess.run((sys.executable, "-c", "pass"), check=True),
        "ours": lambda: subprocess.run(ours, check=True, stdout=subprocess.DEVNULL),
    }
    taken = best(jobs, size.rounds)
    line("  floor: a bare interpreter", 1, None, taken["floor"])
    line("--help", taken["ours"] / taken["floor"], 6.0, taken["ours"])


def marking(corpus: Corpus, size: Size) -> None:
    """Milliseconds to mark a file, and to write the page that comes with it."""
    dress = Workspace(corpus.folder).dress
    files = [path.read_bytes() for path in corpus.returns[: size.sample]]
    checked = [read_and_check(content, "return.xlsx") for content in files]
    taken = best({"ours": lambda: [reply_to(one, one.findings, dress) for one in checked]}, size.rounds)
    print(f"{'marking a file, with its page':<58}{'':>14}{taken['ours'] / len(files) * 1000:>12.1f}")


def memory(folder: Path, size: Size) -> None:
    """The most memory that an import of few and of many returns takes, and the most of one worker."""
    for contracts in size.memory:
        corpus = make_corpus(folder / f"of-{contracts}", contracts)
        told = subprocess.run(
            (sys.executable, "-m", "bench.memory", str(corpus.folder)), check=True, capture_output=True
        )
        own, worker = told.stdout.decode().split()
        print(f"peak memory, import of {corpus.files:>5,} returns: {own:>6} MB; its largest worker: {worker} MB")
        shutil.rmtree(corpus.folder)


def _size(size: Size, returns: int | None) -> Size:
    """As much, or of so many returns."""
    if not returns:
        return size
    contracts = max(1, returns // len(QUARTERS))
    return replace(size, contracts=contracts, rounds=3, memory=(contracts, 4 * contracts))


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="a handful of returns, to see that the bench works")
    parser.add_argument("--busy", action="store_true", help="tell processor time, where others use the machine too")
    parser.add_argument("--split", action="store_true", help="measure the split of charges alone")
    parser.add_argument("--returns", type=int, metavar="N", help="how many, instead of 500; memory is of N and 4N then")
    global busy  # noqa: PLW0603  # said once, by whoever asks
    asked = parser.parse_args()
    size = _size(SMALL if asked.small else FULL, asked.returns)
    busy = asked.busy
    if asked.split:
        splitting(size)
        return
    with tempfile.TemporaryDirectory() as scratch:
        corpus = make_corpus(Path(scratch) / "corpus", size.contracts)
        made_of = f"{corpus.files:,} returns of 6 sheets and 60 measures: {corpus.bytes:,} bytes,"
        made_of += f" {corpus.cells:,} cells, {corpus.answers:,} answers"
        print(f"{datetime.now(UTC):%Y-%m-%d}, {workers.how_many()} processors, load {os.getloadavg()[0]:.1f}")
        print(f"Python {platform.python_version()}, {', '.join(f'{name} {version(name)}' for name in LIBRARIES)}")
        told = "processor time" if busy else "time on the clock"
        print(f"{made_of}\nbest of {size.rounds} rounds, {told}\n\n{'':<58}{'times':>8}{'aim':>6}{'ms each':>12}")
        reading(corpus, size)
        importing(corpus, size)
        writing(corpus, size)
        totals(size)
        splitting(size)
        starting(size)
        marking(corpus, size)
        memory(Path(scratch), size)


if __name__ == "__main__":
    main()
