"""What time it is for people and deadlines.

Leases of the queue do not use this clock but the database's, so that machines may disagree.
`CLOCK_OFFSET_SECONDS` moves this clock (and the practice services' one) to see next week today.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return timezone.now() + timedelta(seconds=settings.CLOCK_OFFSET_SECONDS)
