"""A workspace, files and a moment go in, a line each; imports are made and killed there, and how each ended comes out.

Run as a program: one small process loads everything once, and every import is made by a child of it.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import import_module
from io import BytesIO
from pathlib import Path
from types import FrameType
from typing import Any

from commissioning.model.organisation import Actor
from commissioning.store import Store
from commissioning.work.importing import import_returns
from commissioning.work.workspace import Workspace

LOADED_LATER = (
    "commissioning.store.database",
    "commissioning.store.writing",
    "holidays.countries.united_kingdom",
    "lxml.etree",
    "python_calamine",
    "sqlalchemy.dialects.sqlite",
)
LOADED_FOR_POSTGRESQL = ("psycopg", "sqlalchemy.dialects.postgresql.psycopg")
"""What an import loads only when it comes to it: loaded before, so that no child spends its time on that."""

FIRST_BYTE, COMMITTED = b"f", b"c"
OUTSIDE = frozenset({"posix", "_io", "sqlite3"})
"""What an import can leave something behind with: calls to the operating system, to files and to SQLite."""
TO_POSTGRESQL = frozenset({"psycopg.connection", "psycopg.cursor"})
"""The same, to PostgreSQL: the driver's own functions, which are not built in."""


def clock() -> datetime:
    """A fixed time, so that a second import records what the first would have."""
    return datetime(2026, 5, 1, 9, 0, tzinfo=UTC)


def made(workspace: Workspace, files: list[Path]) -> None:
    """One import, as a person asks for it."""
    import_returns(workspace, files, Actor("Test"), clock)


@dataclass
class Watch:
    """Counts the calls outside, each as it begins and as it ends, and kills its own process at one of them.

    `last_commit` is the moment at which the newest commit ended.
    """

    say: Callable[[bytes], object]
    kill_at: int
    moments: int = 0
    last_commit: int = 0

    def __call__(self, frame: FrameType, event: str, called: Any) -> None:
        """What `sys.setprofile` calls at every call and return."""
        name = name_outside(frame, called if event in ("c_call", "c_return") else None)
        if not name:
            return
        self.moments += 1
        if self.moments == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        if name == "commit" and event in ("c_return", "return"):
            self.last_commit = self.moments
            self.say(COMMITTED)


def name_outside(frame: FrameType, built_in: Any) -> str:
    """The name of a function that reaches out of the process: one built in, or else the frame's own; or nothing."""
    if built_in is None:
        return frame.f_code.co_name if frame.f_globals.get("__name__") in TO_POSTGRESQL else ""
    owner = type(getattr(built_in, "__self__", None))
    if owner is BytesIO:
        return ""  # A file in memory alone.
    return built_in.__name__ if built_in.__module__ in OUTSIDE or owner.__module__ in OUTSIDE else ""


def watched(workspace: Workspace, files: list[Path], say: Callable[[bytes], object], kill_at: int) -> Watch:
    """One import, watched from the first byte that it keeps."""
    watch, keep_original = Watch(say, kill_at), Store.keep_original

    def keep(store: Store, content: bytes) -> str:
        if not watch.moments:
            say(FIRST_BYTE)
            sys.setprofile(watch)
        return keep_original(store, content)

    Store.keep_original = keep  # type: ignore[assignment, method-assign]  # this process ends with the import
    made(workspace, files)
    sys.setprofile(None)
    return watch


def in_a_child(workspace: Workspace, files: list[Path], kill_at: int, kill_after: float | None) -> dict[str, Any]:
    """How an import ended that is killed at a moment it counts to, or by somebody else after a time, or not at all.

    `kill_after` is in seconds from the first byte kept.
    """
    hear, tell = os.pipe()
    child = os.fork()
    if not child:
        watch = watched(workspace, files, lambda said: os.write(tell, said), kill_at)
        os.write(tell, f" {watch.last_commit}".encode())
        os._exit(0)
    os.close(tell)
    heard, began = os.read(hear, 1), time.perf_counter()
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with os.fdopen(hear, "rb") as rest:
        commits, _, moments = rest.read().partition(b" ")
    return {
        "began": heard == FIRST_BYTE,
        "killed": os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL,
        "commits": commits.count(COMMITTED),
        "moments": int(moments or 0),
        "seconds": time.perf_counter() - began,
    }


def main() -> None:
    """A plan a line in, how it ended a line out."""
    for name in LOADED_LATER:
        import_module(name)
    for line in sys.stdin:
        plan = json.loads(line)
        workspace = Workspace(Path(plan["folder"]), plan["database"])
        for name in LOADED_FOR_POSTGRESQL if workspace.database else ():
            import_module(name)
        files = [Path(file) for file in plan["files"]]
        ended = in_a_child(workspace, files, plan["kill_at"], plan["kill_after"])
        sys.stdout.write(json.dumps(ended) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
