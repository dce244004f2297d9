"""What an authority has decided for all its contracts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Policies:
    """`quarantine_key` is the public key under which a file that names people is locked away, as text; where there is
    none such a file is not kept at all."""

    quarantine_key: str = ""
