"""Where the files that come with the engine lie: in the installed package, or at the top of a checkout."""

from pathlib import Path

PACKAGE = Path(__file__).parent.parent


def shipped(name: str) -> Path:
    """The folder `templates`, `contracts`, `returns` or `extracts` as shipped."""
    installed = PACKAGE / "shipped" / name
    return installed if installed.is_dir() else PACKAGE.parent / name
