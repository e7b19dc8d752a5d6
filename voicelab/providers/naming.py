"""Names of voices at services that want them unique, or that let us find a lost voice by its name alone."""

from dataclasses import replace

from voicelab.providers.limits import TextLimit

# Of a random hexadecimal id: 48 bits, so that no two of our voices share it.
_SUFFIX_LETTERS = 12


def suffix_of(request_id: str) -> str:
    """What marks one attempt: the same however often it is asked for."""
    return request_id[:_SUFFIX_LETTERS]


def room(limit: TextLimit) -> TextLimit:
    """What of the limit is left for the person's name beside our suffix."""
    return replace(limit, maximum=limit.maximum - _SUFFIX_LETTERS - len("-"))


def unique_name(name: str, request_id: str, limit: TextLimit) -> str:
    """The person's name on one line, cut where the limit needs it, and our suffix."""
    tail = f"-{suffix_of(request_id)}"
    name = " ".join(name.split())
    while name and not limit.fits(name + tail):
        name = name[:-1]
    return name.rstrip() + tail


def is_ours(listed_name: str, request_id: str) -> bool:
    """Whether a listed name carries the suffix of this attempt."""
    return bool(request_id) and listed_name.endswith(f"-{suffix_of(request_id)}")
