"""When a service is asked again what became of a call whose answer was lost, by what it lists.

A voice that is not listed may still come: only after the last look does its absence say anything.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from voicelab.providers.messages import PastCall

# Seconds after the time limit of the call.
LOOKS = (15.0, 60.0, 300.0)


def lost_calls(past_calls: Sequence[PastCall]) -> list[PastCall]:
    """Those that may have done something, oldest first."""
    return [call for call in past_calls if call.proves in (None, "unknown")]


def next_look(call: PastCall, *, seconds: float, now: datetime) -> float | None:
    """Seconds until the next look for a call with a time limit of `seconds`; None after the last one."""
    since_limit = (now - call.started_at - timedelta(seconds=seconds)).total_seconds()
    # A call that ended early is looked for at once, and then in the same rhythm.
    return next((look - max(since_limit, 0.0) for look in LOOKS if look > since_limit + 1.0), None)
