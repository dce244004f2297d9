"""What a store says when two returns claim one place."""


class RivalStands(Exception):
    """Another return was posted for the same contract and period while this one was judged."""
