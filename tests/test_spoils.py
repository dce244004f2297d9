"""Sixty and more ways to spoil a good return, and exactly what is said of each, through every format it can come in."""

import pkgutil
from importlib import import_module
from pathlib import Path

import pytest

import tests.spoils
from commissioning.work.checking import read_and_check
from tests.clients.libreoffice import LibreOffice
from tests.spoils.good import good
from tests.spoils.spoil import ODS, XLS, XLSX, Spoil

AREAS = sorted(module.name for module in pkgutil.iter_modules(tests.spoils.__path__))
TABLE: tuple[Spoil, ...] = tuple(
    spoil for area in AREAS for spoil in getattr(import_module(f"tests.spoils.{area}"), "SPOILS", ())
)
EVERY_LONE_FILE = "I006"


def said_of(content: bytes, file: str = "return.xlsx") -> set[str]:
    """Every finding, a line each: the code, then its cells in order."""
    return {
        " ".join([finding.code, *sorted(map(str, finding.places))])
        for finding in read_and_check(content, file).findings
        if finding.code != EVERY_LONE_FILE
    }


def test_nothing_is_said_of_the_good_return() -> None:
    """What is said of a spoilt one is said of the spoiling."""
    assert said_of(good()) == set()


def test_there_are_sixty_ways_and_no_two_alike() -> None:
    """Each spoils in its own way."""
    assert len(TABLE) >= 60
    assert len({spoil.how for spoil in TABLE}) == len(TABLE)


@pytest.mark.parametrize("spoil", [spoil for spoil in TABLE if XLSX in spoil.through], ids=lambda spoil: spoil.how)
def test_what_is_said_of_a_spoilt_return(spoil: Spoil) -> None:
    """Exactly these codes at exactly these cells."""
    assert said_of(spoil.spoilt()) == spoil.expected()


@pytest.mark.real_client
@pytest.mark.parametrize("through", [XLSX, ODS, XLS])
def test_the_same_is_said_when_another_program_has_saved_it(
    through: str, libreoffice: LibreOffice, tmp_path: Path
) -> None:
    """LibreOffice saves each spoilt return in a format; what a format always says of itself stands aside."""
    always = said_of(saved_by(libreoffice, good(), tmp_path, through))
    wrong = {}
    for spoil in TABLE:
        if through in spoil.through and spoil.through != (XLSX,) and spoil.hand:
            said = said_of(saved_by(libreoffice, spoil.spoilt(), tmp_path, through)) - always
            if said != spoil.expected():
                wrong[spoil.how] = (said, spoil.expected())
    assert wrong == {}


def saved_by(libreoffice: LibreOffice, content: bytes, folder: Path, through: str) -> bytes:
    """The workbook as LibreOffice saves it in a format."""
    source, target = folder / "spoilt.xlsx", folder / f"saved.{through}"
    source.write_bytes(content)
    with libreoffice.open_document(source) as document:
        document.save(target)
    return target.read_bytes()
