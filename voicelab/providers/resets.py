"""When a limit ends, as a refusal says in its own words."""

import re
from datetime import datetime, timedelta, timezone

# The services that name a moment are in China and name no zone.
CHINA = timezone(timedelta(hours=8))
_MOMENT = re.compile(
    r"(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})日?[ T]*(\d{1,2})[:时](\d{2})(?:[:分](\d{2}))?"
)


def moment_in(message: str) -> datetime | None:
    """The first moment that the words name; None where they name none."""
    found = _MOMENT.search(message)
    if found is None:
        return None
    try:
        return datetime(*(int(part or 0) for part in found.groups()), tzinfo=CHINA)  # type: ignore[misc, arg-type]
    except ValueError:
        return None
