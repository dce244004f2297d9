"""A file and every edition known to which return it is; a return of one edition to what is asked now.

Nothing is guessed: what could be of two periods or contracts is said, and waits for somebody to say which.
"""

from commissioning.editions.moving import Moved, is_given, move
from commissioning.editions.placing import Called, Placed, Said, Sender, Unread, place
from commissioning.editions.recognising import Likeness, aligned
from commissioning.editions.series import Series, continued, in_newest_codes

__all__ = [
    "Called",
    "Likeness",
    "Moved",
    "Placed",
    "Said",
    "Sender",
    "Series",
    "Unread",
    "aligned",
    "continued",
    "in_newest_codes",
    "is_given",
    "move",
    "place",
]
