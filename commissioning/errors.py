"""Mistakes of the person at the keyboard: one sentence that names the thing and the next step."""


class CommissioningError(Exception):
    """The operator is mistaken; the message is a complete sentence for that person."""


class UnclearPeriod(CommissioningError):
    """A label of a period that cannot be read, or that can mean two things."""


class UnreadablePeriod(UnclearPeriod):
    """A label of a period that is none, so that what was meant may be guessed at."""


class UnclearMoney(CommissioningError):
    """An amount of money that is not pounds and pence."""


class UnknownContract(CommissioningError):
    """A contract that no contract text describes."""


class WrongContractText(CommissioningError):
    """Contract text with faults; nothing runs on it. Every fault is in the message."""


class UnclearShares(CommissioningError):
    """Shares that are not known, or that change inside the period asked for."""


class NoCode(CommissioningError):
    """Money of a contract for which no cost centre and subjective code are stated."""


class NothingThere(CommissioningError):
    """A file, return or period that was named and is not there."""


class NotOurs(CommissioningError):
    """A file that is not a workbook this engine can read."""
