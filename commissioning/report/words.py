"""How reports write days."""

from datetime import date


def day_in_words(day: date | None) -> str:
    """`28 October 2025`; empty where there is none."""
    return f"{day.day} {day:%B %Y}" if day else ""
