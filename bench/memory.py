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
    peaks = (resource.getrusage(of).ru_maxrss for of in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(*(peak // 1000 for peak in peaks))


if __name__ == "__main__":
    main()
