"""The good return as other programs would save it: imitated from what is known of them, none of them was here."""

import re
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from tests.spoils.spoil import XLSX, Spoil

NOT_EXPORTED = ("docProps/", "xl/calcChain", "xl/theme/")


def as_google_sheets(content: bytes) -> bytes:
    """Google Sheets leaves out properties and the theme, and knows hidden sheets but no very hidden ones."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as package, ZipFile(out, "w") as exported:
        for name in package.namelist():
            if not name.startswith(NOT_EXPORTED):
                exported.writestr(name, _without_what_is_gone(name, package.read(name)))
    return out.getvalue()


def _without_what_is_gone(name: str, held: bytes) -> bytes:
    if name == "xl/workbook.xml":
        return held.replace(b"veryHidden", b"hidden")
    if name == "[Content_Types].xml" or name.endswith(".rels"):
        return re.sub(rb"<(Override|Relationship) [^>]*(docProps|theme|calcChain)[^>]*/>", b"", held)
    return held


def as_numbers(workbook: Any) -> None:
    """Numbers knows no hidden sheets, names, guards or protection, and puts a sheet about its export first."""
    workbook.defined_names.clear()
    for sheet in workbook.worksheets:
        sheet.sheet_state = "visible"
        sheet.protection.sheet = False
        sheet.data_validations.dataValidation = []
        sheet.title = f"{sheet.title} - Table 1"
    summary = workbook.create_sheet("Export Summary", 0)
    summary["A1"] = "This document was exported from Numbers. Each table was converted to an Excel worksheet."


SPOILS = (
    Spoil("saved by Google Sheets (imitated)", file=as_google_sheets, through=(XLSX,)),
    Spoil(
        "saved by Numbers (imitated)",
        as_numbers,
        "C039 (Refuge - Table 1) (Advocacy - Table 1) (Whole contract - Table 1) (Narrative - Table 1); "
        "L004 (Export Summary)",
        (XLSX,),
    ),
)
