"""A workspace goes in; the most memory that importing its returns took comes out, in MB: its own, and a worker's."""

import resource
import sys
from datetime import UTC, datetime
from pathlib import Path

from commissioning.model.organisation import Actor
from commissioning.work.importing import import_returns
from commissioning.work.workspace import Workspace


def main() -> None:
    """Import, and print the two peaks."""
    folder = Path(sys.argv[1])
    import_returns(Workspace(folder), [folder / "returns"], Actor("Bench"), lambda: datetime.now(UTC))
    print(own_peak() // 1000, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1000)


def own_peak() -> int:
    """KB; as the system keeps it of this program alone, since the other count goes back to whoever started it."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.is_file() else []
    own = [int(line.split()[1]) for line in lines if line.startswith("VmHWM:")]
    return own[0] if own else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main()
