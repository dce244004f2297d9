"""`policies.toml`: what an authority has decided for all its contracts; every table of it may be left out."""

from typing import Annotated

from pydantic import Field

from commissioning.contract.shapes import Table

PUBLIC_KEY = r"^[A-Za-z0-9+/]{43}=$"
"""32 bytes in base64."""


class QuarantineText(Table):
    """Whether a return that names people is kept locked away; without this table it is not kept."""

    public_key: Annotated[str, Field(pattern=PUBLIC_KEY)]


class PoliciesText(Table):
    """What stands at the top of `policies.toml`."""

    quarantine: QuarantineText | None = None
