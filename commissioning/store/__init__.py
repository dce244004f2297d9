"""The shelf beside the line: returns, verdicts, decisions and entries in; the same nouns out, exactly."""

from commissioning.store.rivals import OwnDays, PostedMeanwhile, RivalStands
from commissioning.store.shelf import Store

__all__ = ["OwnDays", "PostedMeanwhile", "RivalStands", "Store"]
