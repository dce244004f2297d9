"""The checks, grouped by the question they ask: of a file, a return, a return among others, and what was agreed.

To add one: a decorated function in the right file, and a row in its table of cases. To ask a new question: a module
here that declares Checks of an Arrival, an Edition, a Laid file, Given answers, an Admission, what is Beside, one
Agreement, all Agreements, the Accounts of one contract or a LedgerExtract; the evidence tells when they run.
"""

from functools import cache
from typing import Any

from commissioning.checks.across import Agreements
from commissioning.checks.agreements import Agreement
from commissioning.checks.answers import Given
from commissioning.checks.arrival import Arrival
from commissioning.checks.editions import Beside, Edition
from commissioning.checks.extracts import LedgerExtract
from commissioning.checks.history import Admission
from commissioning.checks.money import Accounts
from commissioning.findings import Check, Checks
from commissioning.model.finding import Finding
from commissioning.model.layout import Laid
from commissioning.rooms import declared


def check_arrival(arrival: Arrival) -> tuple[Finding, ...]:
    """What is wrong with a file as a return, before its answers are read."""
    return _findings(arrival)


def check_edition(edition: Edition) -> tuple[Finding, ...]:
    """What there is to say of which return a file is, and of how it fits what is asked now."""
    return _findings(edition)


def check_laid(laid: Laid) -> tuple[Finding, ...]:
    """What is wrong with a file in a layout of its own, as such a file."""
    return _findings(laid)


def check_rivals(beside: Beside) -> tuple[Finding, ...]:
    """What there is to say of a return beside others of its contract and period."""
    return _findings(beside)


def check_return(given: Given) -> tuple[Finding, ...]:
    """What is wrong with a return by itself."""
    return _findings(given)


def check_admission(admission: Admission) -> tuple[Finding, ...]:
    """What is wrong with a return among the others, and in time."""
    return _findings(admission)


def check_agreement(agreement: Agreement) -> tuple[Finding, ...]:
    """What there is to ask about one contract's text."""
    return _findings(agreement)


def check_agreements(agreements: Agreements) -> tuple[Finding, ...]:
    """What there is to ask about contracts beside each other."""
    return _findings(agreements)


def check_extract(ledger: LedgerExtract) -> tuple[Finding, ...]:
    """What is wrong with an extract of a general ledger."""
    return _findings(ledger)


def check_accounts(accounts: Accounts) -> tuple[Finding, ...]:
    """What there is to ask about one contract's money."""
    return _findings(accounts)


OF_RETURNS = frozenset({Arrival, Edition, Laid, Given, Beside, Admission})
"""What is evidence of a return."""
OF_AGREEMENTS = frozenset({Agreement, Agreements, Accounts})
"""What is evidence of what was agreed, and of its money."""


def catalogue(of: frozenset[type] | None = None) -> tuple[tuple[str, tuple[Check[Any], ...]], ...]:
    """Every declared check under the question it answers, in the order they are asked; those of some evidence alone,
    where that is named."""
    groups = (group for group in _groups() if of is None or group.of in of)
    return tuple((group.asks, tuple(group.table.values())) for group in groups)


def codes_of(
    evidence: type[Arrival | Given | Admission | Beside | Agreement | Agreements | Accounts | LedgerExtract],
) -> frozenset[str]:
    """The codes of the checks that are handed this evidence."""
    return frozenset(code for group in _groups() if group.of is evidence for code in group.table)


@cache
def _groups() -> tuple[Checks[Any], ...]:
    return tuple(sorted(declared(__name__, Checks), key=lambda group: (group.rank, group.asks)))


def _findings(
    evidence: Arrival | Edition | Laid | Given | Admission | Beside | Agreement | Agreements | Accounts | LedgerExtract,
) -> tuple[Finding, ...]:
    """What all the checks of that evidence find."""
    groups = (group for group in _groups() if group.of is type(evidence))
    return tuple(finding for group in groups for finding in group.findings(evidence))


__all__ = [
    "OF_AGREEMENTS",
    "OF_RETURNS",
    "Accounts",
    "Admission",
    "Agreement",
    "Agreements",
    "Arrival",
    "Beside",
    "Edition",
    "Given",
    "Laid",
    "LedgerExtract",
    "catalogue",
    "check_accounts",
    "check_admission",
    "check_agreement",
    "check_agreements",
    "check_arrival",
    "check_edition",
    "check_extract",
    "check_laid",
    "check_return",
    "check_rivals",
    "codes_of",
]
