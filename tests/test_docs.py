"""Every command, check, kind and key is documented, and every picture that is shown is there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from commissioning import privacy
from commissioning.checks import catalogue
from commissioning.cli import ROOMS, main
from commissioning.measures import KINDS

DOCS = Path(__file__).parent.parent / "docs"
README = DOCS.parent / "README.md"
PAGES = [README, *sorted(DOCS.glob("*.md"))]


def words(name: str) -> str:
    """A page's text."""
    return (DOCS / name).read_text(encoding="utf-8")


def test_every_command_is_documented_and_helps() -> None:
    """A command without a line of help is not finished."""
    for name, command in main.every_command().items():
        assert f"## commissioning {name}\n" in words("cli.md")
        assert command.help


def test_every_option_says_what_it_is_for() -> None:
    """In its own words."""
    silent = [
        f"{name} {option.opts}"
        for name, command in main.every_command().items()
        for option in command.params
        if option.param_type_name == "option" and not getattr(option, "help", None)
    ]
    assert silent == []


def test_the_list_of_commands_says_what_each_says_of_itself() -> None:
    """It is written down twice, so that nothing is brought in to list them."""
    listed = {name: words for commands in ROOMS.values() for name, words in commands.items()}
    helped = {name: " ".join((each.help or "").split("\n\n")[0].split()) for name, each in main.every_command().items()}
    assert listed == helped


def test_to_list_the_commands_brings_in_none_of_their_modules() -> None:
    """The list stands before whoever asked as soon as it can."""
    asked = (
        "import sys; from commissioning.cli import main; main(['--help'], standalone_mode=False);"
        " print([name for name in sys.modules if name.startswith('commissioning.') and name.count('.') > 1])"
    )
    told = subprocess.run((sys.executable, "-c", asked), check=True, capture_output=True, text=True).stdout
    assert told.splitlines()[-1] == "[]"


def test_every_check_is_documented() -> None:
    """By its code."""
    codes = [check.code for _, checks in catalogue() for check in checks]
    codes += [detector.code for detector in privacy.DETECTORS]
    for code in codes:
        assert f"**{code}**" in words("checks.md")
    assert len(codes) == len(set(codes))


def test_every_kind_of_measure_is_documented() -> None:
    """With how it adds up."""
    for kind in KINDS:
        assert f"| `{kind}` |" in words("contract-text.md")


def test_every_room_is_described() -> None:
    """A module or folder of the package that architecture.md does not name is not finished."""
    package = DOCS.parent / "commissioning"
    rooms = {path.stem for path in package.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert [
        room for room in sorted(rooms) if not room.startswith("__") and f"`{room}`" not in words("architecture.md")
    ] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_and_picture_of_a_page_is_there(page: Path) -> None:
    """Links within the project."""
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
        assert "://" in target or (page.parent / target).exists(), target
