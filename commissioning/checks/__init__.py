"""The checks, grouped by the question they ask: of a file, of a return, and of a return among others.

To add one: a decorated function in the right file, and a row in its table of cases.
"""

from typing import Any

from commissioning.checks.answers import ANSWER_CHECKS, Given
from commissioning.checks.arithmetic import ARITHMETIC_CHECKS
from commissioning.checks.arrival import ARRIVAL_CHECKS, Arrival
from commissioning.checks.history import HISTORY_CHECKS, Admission
from commissioning.checks.targets import TARGET_CHECKS
from commissioning.findings import Check, Checks
from commissioning.model.finding import Finding

RETURN_CHECKS: tuple[Checks[Given], ...] = (ANSWER_CHECKS, ARITHMETIC_CHECKS, TARGET_CHECKS)


def check_arrival(arrival: Arrival) -> tuple[Finding, ...]:
    """What is wrong with a file as a return, before its answers are read."""
    return ARRIVAL_CHECKS.findings(arrival)


def check_return(given: Given) -> tuple[Finding, ...]:
    """What is wrong with a return by itself."""
    return tuple(finding for checks in RETURN_CHECKS for finding in checks.findings(given))


def check_admission(admission: Admission) -> tuple[Finding, ...]:
    """What is wrong with a return among the others, and in time."""
    return HISTORY_CHECKS.findings(admission)


def catalogue() -> tuple[tuple[str, tuple[Check[Any], ...]], ...]:
    """Every declared check under the question it answers, in the order they are asked."""
    groups: tuple[Checks[Any], ...] = (ARRIVAL_CHECKS, *RETURN_CHECKS, HISTORY_CHECKS)
    return tuple((group.asks, tuple(group.table.values())) for group in groups)


__all__ = ["Admission", "Arrival", "Given", "catalogue", "check_admission", "check_arrival", "check_return"]
