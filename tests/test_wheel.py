"""The wheel carries everything the engine needs, and runs where the repository is not."""

import json
import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

import commissioning

HOUSE = Path(__file__).parent.parent

SHIPPED = {
    "contracts": "shipped/contracts",
    "templates": "shipped/templates",
    "returns": "shipped/returns",
    "extracts": "shipped/extracts",
    "commissioning/store/migrations": "store/migrations",
}

WHERE = """
import commissioning, json, sys
from importlib.resources import files
print(json.dumps([commissioning.__version__, str(files(commissioning))]))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the built wheel installed in it."""
    wheels, folder = tmp_path_factory.mktemp("wheels"), tmp_path_factory.mktemp("installed")
    run("-m", "hatchling", "build", "-t", "wheel", "-d", str(wheels), at=HOUSE)
    [wheel] = wheels.glob("*.whl")
    run("-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target", str(folder), str(wheel), at=folder)
    return folder


def run(*arguments: str, at: Path, path: Path | None = None) -> str:
    """What a new Python prints."""
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(path or "")}
    ran = subprocess.run([sys.executable, *arguments], cwd=at, env=env, check=False, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_the_installed_copy_runs_away_from_the_repository(installed, tmp_path):
    """The engine that answers is the wheel's, and says the repository's version."""
    version, where = json.loads(run("-c", WHERE, at=tmp_path, path=installed))
    assert Path(where) == installed / "commissioning"
    assert version == commissioning.__version__


def test_every_module_is_shipped_and_imports(installed, tmp_path):
    """No module of the repository is left out of the wheel, or needs what is not shipped."""
    package = HOUSE / "commissioning"
    modules = {".".join(path.relative_to(HOUSE).with_suffix("").parts) for path in package.rglob("*.py")}
    # Alembic runs its own scripts, and `__main__` is a command.
    plain = {
        name.removesuffix(".__init__") for name in modules if not {"migrations", "__main__"} & set(name.split("."))
    }
    run("-c", f"import {', '.join(sorted(plain))}", at=tmp_path, path=installed)


@pytest.mark.parametrize(("source", "copy"), SHIPPED.items())
def test_what_is_edited_outside_the_package_is_shipped(installed, source, copy):
    """Contracts, pages and papers, worked returns and extracts, and migrations arrive byte for byte."""
    assert contents(installed / "commissioning" / copy) == contents(HOUSE / source)
    assert contents(HOUSE / source)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder by its path in it, left-overs of running it apart."""
    files = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_the_wheel_names_its_command_and_its_version(installed):
    """`commissioning` starts the command line."""
    [wheel] = metadata.distributions(path=[str(installed)])
    [command] = wheel.entry_points
    assert (wheel.metadata["Name"], wheel.version) == ("commissioning", commissioning.__version__)
    assert (command.name, command.value) == ("commissioning", "commissioning.cli:main")


def test_the_line_runs_from_the_installed_copy(installed, tmp_path):
    """Contract text to workbook, with nothing but what the wheel carries."""

    def commissioning_says(*arguments: str) -> str:
        return run("-m", "commissioning", *arguments, at=tmp_path, path=installed)

    commissioning_says("init", "demo")
    assert "11 answers" in commissioning_says(
        "template", "worcestershire-daass", "2021-22", "-o", "blank.xlsx", "--workspace", "demo"
    )
    assert "5 entries posted" in commissioning_says(
        "import", "demo/returns/cheshire-east-mycwa-2019-20-H1.xlsx", "--workspace", "demo"
    )
    assert "870,000.01" in commissioning_says(
        "split", "1000000.01", "--contract", "cheshire-east-specialist-da", "--workspace", "demo"
    )
    commissioning_says("workbook", "2019-20-H1", "-o", "workbook.xlsx", "--workspace", "demo")
    assert (tmp_path / "workbook.xlsx").read_bytes().startswith(b"PK")
