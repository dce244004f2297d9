"""Returns as received are never made again: their sha256 stand in a manifest, their editions beside them."""

import hashlib
from pathlib import Path

from commissioning.contract import read_book
from commissioning.specification import read_specification, write_specification
from commissioning.work.checking import Known, read_and_check
from tests.builders import shipped_texts

CONTRACTS = Path(__file__).parent.parent / "contracts"
RETURNS = Path(__file__).parent.parent / "returns"


def sha256(path: Path) -> str:
    """The digest of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_every_committed_return_is_the_one_the_manifest_names() -> None:
    """Neither changed, nor missing, nor added without its line."""
    manifest = dict(reversed(line.split("  ")) for line in (RETURNS / "MANIFEST.sha256").read_text().splitlines())
    files = [path for path in RETURNS.rglob("*") if path.suffix in {".xlsx", ".json"}]
    there = {str(path.relative_to(RETURNS)): sha256(path) for path in files}
    assert there == manifest


def test_every_edition_is_named_by_its_digest_and_still_read() -> None:
    """What was issued once stays readable, and is written again as it was."""
    editions = list((RETURNS / "editions").glob("*.json"))
    assert editions
    for path in editions:
        text = path.read_text(encoding="utf-8")
        assert path.stem == sha256(path)
        assert write_specification(read_specification(text)) == text


def test_every_committed_return_names_an_edition_that_lies_beside_it() -> None:
    """A return is read by the edition it was issued with, not by what it carries; a file of its own layout has none."""
    contracts = read_book(shipped_texts()).contracts
    for path in RETURNS.glob("*.xlsx"):
        checked = read_and_check(path.read_bytes(), path.name, Known(contracts))
        if checked.identity is None:
            assert checked.returned is not None, path.name
            continue
        assert (RETURNS / "editions" / f"{checked.identity.edition}.json").is_file(), path.name
