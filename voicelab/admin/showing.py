"""How things look in the audit site: moments, lengths, marks, JSON, sound."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib import admin
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

# A text, or one that is translated when shown.
Label = Any
NOTHING = "–"


def moment(value: datetime | None) -> str:
    """To the second and easy to compare, in the reader's time zone."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}" if value else ""


def length(time: timedelta | None) -> str:
    """0.8 s, 41 s, 3 min 5 s, 2 h 10 min."""
    if time is None:
        return ""
    seconds = max(time.total_seconds(), 0)
    if seconds < 10:
        return _("%(seconds)s s") % {"seconds": f"{seconds:.1f}"}
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}
    if minutes:
        return _("%(minutes)s min %(seconds)s s") % {"minutes": minutes, "seconds": rest}
    return _("%(seconds)s s") % {"seconds": rest}


def mark(kind: str, label: Label) -> SafeString:
    """A word with a colour that says the same; `kind` is one of the classes of static/css/admin.css."""
    return format_html('<span class="mark {}">{}</span>', kind, label)


def indented(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, default=str)


def service_of(account: Any) -> str:
    """The service of an account, and that it is only practice where it is."""
    name = account.get_provider_display()
    return _("%(service)s (practice)") % {"service": name} if account.is_practice else name


# --- columns and fields made of the above --------------------------------------------------------


def moment_of(field: str, label: Label) -> Callable[[Any], Any]:
    @admin.display(description=label, ordering=field)
    def shown(row: Any) -> str:
        return moment(getattr(row, field)) or NOTHING

    return shown


def json_of(field: str, label: Label, *, without: tuple[str, ...] = ()) -> Callable[[Any], Any]:
    @admin.display(description=label)
    def shown(row: Any) -> str:
        value = getattr(row, field)
        if isinstance(value, dict):
            value = {key: value[key] for key in value if key not in without}
        return format_html("<pre>{}</pre>", indented(value)) if value else NOTHING

    return shown


def sound(kind: str, row: Any, peaks: list[int]) -> SafeString:
    """The private sound of a recording or an attempt, to play in place."""
    address = reverse("file", args=[kind, row.pk])
    return render_to_string("admin/voicelab/_sound.html", {"url": address, "peaks": peaks})
