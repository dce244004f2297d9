"""An empty folder goes in; a workspace with the worked examples comes out."""

import shutil
from pathlib import Path

from commissioning.errors import CommissioningError
from commissioning.work.shipped import shipped


def lay_out_workspace(folder: Path) -> tuple[str, ...]:
    """Copy the worked contracts and returns into a folder that holds none, and say what was laid out."""
    made = []
    for name in ("contracts", "returns"):
        target = folder / name
        if target.exists():
            raise CommissioningError(f"{target} is there already and was left as it is; name a new folder.")
    for name in ("contracts", "returns"):
        shutil.copytree(shipped(name), folder / name)
        made.append(f"{folder / name}: {sum(path.is_file() for path in (folder / name).rglob('*'))} files")
    return tuple(made)
