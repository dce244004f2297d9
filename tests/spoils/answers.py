"""Spoilt answers: what is typed into the cells that were asked for."""

from datetime import datetime

from tests.spoils.spoil import XLSX, Spoil, at, typed

SPOILS = (
    Spoil("a required figure left out", typed(accepted=None), "C001 accepted"),
    Spoil("required words left out", at({"declared-by": None}), "C002 declared-by"),
    Spoil("spaces typed in place of a figure", typed(accepted="   "), "C001 accepted"),
    Spoil("a figure in words", typed(accepted="forty-eight"), "C003 accepted"),
    Spoil("less than none", typed(accepted=-48), "C006 accepted"),
    Spoil("half a person", typed(accepted=47.5), "C007 accepted"),
    Spoil("tenths of a penny", typed(spend=12345.678), "C008 spend"),
    Spoil("a percentage without its sign", at({"satisfied": 0.75}, "General"), "C009 satisfied"),
    Spoil("more than all of them", typed(satisfied=1.75), "C010 satisfied"),
    Spoil("a slip of the keyboard", typed(spend=10**13), "C011 spend"),
    Spoil("a status in somebody's own words", at({"accepted.status": "see the e-mail"}), "C012 accepted.status"),
    Spoil("a figure that is not known", at({"accepted.status": "not known"}), "C013 accepted"),
    Spoil("fewer than nothing typed", at({"accepted": None, "accepted.status": "fewer than"}), "C014 accepted"),
    Spoil(
        "a total above its parts",
        typed(referrals=61),
        "A001 referrals",
    ),
    Spoil("a part above its whole", typed(**{"people/abuse/physical": 31}), "A002 people people/abuse/physical"),
    Spoil("more left than were there", typed(open_at_end=61), "A003 accepted open-at-start open-at-end"),
    Spoil("a percentage that its counts do not give", typed(happy=170), "A005 surveys happy satisfied"),
    Spoil("a date in place of a count", typed(accepted=datetime(2025, 4, 5)), "C021 accepted"),  # noqa: DTZ001
    Spoil("true in place of a count", typed(accepted=True), "C003 accepted", through=(XLSX,)),
)
