"""Files that are damaged, locked or something else altogether."""

from io import BytesIO
from zipfile import ZipFile

from tests.spoils.spoil import Spoil


def part(name: str, change: tuple[bytes, bytes]) -> object:
    """One part of the package with some bytes changed."""

    def file(content: bytes) -> bytes:
        out = BytesIO()
        with ZipFile(BytesIO(content)) as package, ZipFile(out, "w") as changed:
            for each in package.namelist():
                held = package.read(each)
                changed.writestr(each, held.replace(*change) if each == name else held)
        return out.getvalue()

    return file


SPOILS = (
    Spoil("a file cut short", said="I000", file=lambda content: content[: len(content) // 2]),
    Spoil("an empty file", said="I000", file=lambda _: b""),
    Spoil("a page printed to PDF", said="I000", file=lambda _: b"%PDF-1.7\n1 0 obj"),
    Spoil("a text document", said="I000", file=lambda _: b"{\\rtf1 Dear all"),
    Spoil("another kind of file", said="I000", file=lambda _: bytes(range(256))),
    Spoil(
        "an entity declared in a part",
        said="I000",
        file=part("xl/workbook.xml", (b"<workbook ", b'<!DOCTYPE w [<!ENTITY a "b">]><workbook ')),
    ),
    Spoil("a part that is not XML", said="I000", file=part("xl/workbook.xml", (b"<sheets>", b"<sheets"))),
)
