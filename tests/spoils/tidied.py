"""Figures as people type them: read all the same and noted where they can mean one thing, asked about where two."""

from tests.spoils.spoil import Spoil, at, both, typed

SPOILS = (
    Spoil("a comma between the thousands", typed(spend="12,345.67"), "C028 spend"),
    Spoil("a pound sign before the figure", typed(spend="£12345.67"), "C029 spend"),
    Spoil("the currency after the figure", typed(spend="12345.67 GBP"), "C029 spend"),
    Spoil("a space that does not break", typed(accepted="\u00a048\u2009"), "C030 accepted"),
    Spoil("digits of another width", typed(accepted="４８"), "C030 accepted"),
    Spoil("brackets around a negative figure", typed(waiting="(8%)"), "C031 waiting; C032 waiting; M001 waiting"),
    Spoil("a number kept as text", typed(accepted="48"), "C027 accepted"),
    Spoil("a percentage kept as text", typed(satisfied="75%"), "C032 satisfied"),
    Spoil("fewer than, typed as a sign", typed(accepted="<50"), "C033 accepted"),
    Spoil("about, typed before the figure", typed(satisfied="c. 75%"), "C032 satisfied; C033 satisfied"),
    Spoil("a plus after the figure", typed(satisfied="75%+"), "C032 satisfied; C033 satisfied"),
    Spoil("a bound that this answer does not offer", typed(staff="at least 7"), "C023 staff"),
    Spoil("to be confirmed, typed after the figure", typed(accepted="48 tbc"), "C033 accepted"),
    Spoil("not applicable, in short", typed(accepted="n/a"), "C035 accepted"),
    Spoil("not known, in other words", typed(accepted="don't know"), "C035 accepted"),
    Spoil("nil for none", both(typed(open_at_start="nil"), typed(open_at_end=10)), "C034 open-at-start"),
    Spoil("a dash for none or not counted", typed(accepted="-"), "C022 accepted"),
    Spoil("the unit typed after the figure", typed(accepted="48 people"), "C036 accepted"),
    Spoil("another unit typed after the figure", typed(accepted="48 beds"), "C003 accepted"),
    Spoil("the figure of another unit", typed(accepted="48 calls"), "C024 accepted"),
    Spoil("a comma that may be a decimal point", typed(staff="7,25"), "C019 staff"),
    Spoil("a point that may part thousands", typed(accepted="1.048"), "C019 accepted"),
    Spoil("a span in place of a figure", typed(accepted="45-50"), "C020 accepted"),
    Spoil("one or the other figure", typed(accepted="47 or 48"), "C020 accepted"),
    Spoil("a fraction in place of a percentage", typed(satisfied="177/236"), "C020 satisfied"),
    Spoil("a status in capitals", at({"accepted": None, "accepted.status": "NOT KNOWN"}), "C037 accepted.status"),
    Spoil("a status in short", at({"accepted": None, "accepted.status": "N/A"}), "C037 accepted.status"),
    Spoil(
        "a status with a letter wrong", at({"accepted": None, "accepted.status": "not knowm"}), "C012 accepted.status"
    ),
)
