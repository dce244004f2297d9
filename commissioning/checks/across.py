"""Do contracts fit beside each other? Asked of all contract text at once."""

from collections.abc import Mapping
from dataclasses import dataclass

from commissioning.findings import Checks
from commissioning.model.contract import Contract
from commissioning.model.finding import Clause
from commissioning.model.organisation import Organisation


@dataclass(frozen=True, slots=True)
class Agreements:
    """Contracts by id, and the organisations that take part, by id."""

    contracts: Mapping[str, Contract]
    organisations: Mapping[str, Organisation]

    def clause(self, contract: str, key: str) -> Clause:
        """A key of a contract's file."""
        return Clause(self.contracts[contract].file, key)


ACROSS_CHECKS = Checks(Agreements, "Do contracts fit beside each other?", rank=75)
declare = ACROSS_CHECKS.declare
