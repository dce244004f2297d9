"""An Excel workbook and a password in; the workbook locked with it, as Excel locks one, out."""

from io import BytesIO


def locked(content: bytes, password: str) -> bytes:
    """The workbook, which opens with that password alone. Made with chance, so that no two are alike."""
    from msoffcrypto.format.ooxml import OOXMLFile

    out = BytesIO()
    OOXMLFile(BytesIO(content)).encrypt(password, out)
    return out.getvalue()
