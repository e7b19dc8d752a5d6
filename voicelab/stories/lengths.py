"""Lengths of time in words."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _


def in_words(value: float) -> str:
    """41.8 s; from a minute on 1 min 12 s; from an hour on 1 h 2 min."""
    if value < 59.95:  # what would be rounded to a minute is one
        return _("%(seconds)s s") % {"seconds": short(value)}
    minutes, rest = divmod(round(value), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}
    if not rest:
        return _("%(minutes)s min") % {"minutes": minutes}
    return _("%(minutes)s min %(seconds)s s") % {"minutes": minutes, "seconds": rest}


def short(value: float) -> str:
    """One decimal, and none where it would be a zero; with the decimal sign of the reader's language."""
    rounded = round(value, 1)
    return number_format(rounded, decimal_pos=0 if rounded == int(rounded) else 1)
