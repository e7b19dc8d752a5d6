"""How numbers and sounds look: waveforms, rings and icons as SVG, lengths and sizes in words.

Everything drawn here is decoration beside words that say the same, so all SVG is hidden from screen readers.
"""

import json
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django import template
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.forms import BoundField
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from voicelab.clock import now
from voicelab.stories.lengths import in_words, short

register = template.Library()

# As services that charge a Chinese character twice tell it: ideographs, not punctuation.
CHINESE = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
WAVE_HEIGHT = 100
BAR_STEP = 4
CIRCLE = '<circle cx="8" cy="8" r="6.2"/>'
MARKS = {
    "play": '<path fill="currentColor" d="M5 3v10l7.5-5z"/>',
    "pause": '<path d="M5.3 3.8v8.4m5.4-8.4v8.4"/>',
    "check": '<path d="m3 8.5 3.2 3.2L13 4.8"/>',
    "close": '<path d="m4 4 8 8m0-8-8 8"/>',
    "alert": CIRCLE + '<path d="M8 4.6v4.2m0 2.4v.1"/>',
    "doubt": CIRCLE + '<path d="M6.2 6.3a1.8 1.8 0 1 1 2.7 1.6c-.6.3-.9.7-.9 1.3m0 2.1v.1"/>',
    "again": '<path d="M12.8 6.2A5 5 0 1 0 13 9m.2-6v3.4H9.8"/>',
    "clock": CIRCLE + '<path d="M8 4.5V8l2.4 1.6"/>',
    "copy": '<rect x="5.5" y="5.5" width="8" height="8" rx="1.5"/><path d="M10.5 2.5H2.5v8"/>',
    "search": '<circle cx="7" cy="7" r="4.4"/><path d="m10.4 10.4 3.4 3.4"/>',
    "plus": '<path d="M8 3v10M3 8h10"/>',
    "back": '<path d="M9.8 3.5 5.3 8l4.5 4.5"/>',
    "up": '<path d="M8 10.5v-8M4.8 5.4 8 2.2l3.2 3.2M2.5 10.5v3h11v-3"/>',
    "mic": '<rect x="5.8" y="1.8" width="4.4" height="8" rx="2.2"/><path d="M3.2 7.6a4.8 4.8 0 0 0 9.6 0M8 12.4v2"/>',
    "recordings": '<rect x="2" y="3" width="12" height="10" rx="2"/><path d="M5 7v2M8 5.5v5M11 7v2"/>',
    "person": '<circle cx="8" cy="5.2" r="2.7"/><path d="M2.8 13.6c.6-2.6 2.6-4 5.2-4s4.6 1.4 5.2 4"/>',
    "voices": '<path d="M2.5 6.8v2.4M5.3 3.5v9M8 5.5v5M10.7 2.5v11M13.5 6.4v3.2"/>',
    "services": '<path d="M5.6 2.2v3m4.8-3v3M3.6 5.2h8.8v2.4a4.4 4.4 0 0 1-8.8 0zM8 12v2"/>',
}


@register.filter
def up_to_99(number: int) -> str:
    """ "7", but "99+" where more were not counted."""
    return str(number) if number < 100 else "99+"


@register.simple_tag
def icon(name: str) -> SafeString:
    return format_html(
        '<svg class="icon" viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor"'
        ' stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{}</svg>',
        mark_safe(MARKS[name]),  # noqa: S308 (a constant of this file)
    )


@register.simple_tag
def ring(fraction: float, size: int = 18) -> SafeString:
    """A circle of which `fraction` (0 to 1, cut to that) is drawn: how much of a life is left."""
    return format_html(
        '<svg class="ring" viewBox="0 0 18 18" width="{}" height="{}" aria-hidden="true">'
        '<circle cx="9" cy="9" r="7"/><circle class="left" cx="9" cy="9" r="7" pathLength="100"'
        ' stroke-dasharray="{} 100" transform="rotate(-90 9 9)"/></svg>',
        size,
        size,
        f"{min(max(fraction, 0.0), 1.0) * 100:.1f}",
    )


@register.simple_tag
def waveform(
    peaks: Sequence[int] | None,
    bars: int = 28,
    start: float | str | None = None,
    end: float | str | None = None,
) -> SafeString:
    """Rounded bars that keep their width at any size. `peaks` are 0 to 100; with `start` and `end`
    (fractions of the length; an empty text, as a template gives what is not there, is none) the bars
    outside that part are pale."""
    levels = reduced(peaks or [0], bars)
    first, last = float(start or 0), 1.0 if end in ("", None) else float(end)
    inside = [first <= (index + 0.5) / bars <= last for index in range(bars)]
    chosen = "" if {start, end} <= {"", None} else " chosen"
    drawn = f'<path d="{bar_path(levels, inside)}"/>'
    if not all(inside):
        drawn += f'<path class="out" d="{bar_path(levels, [not kept for kept in inside])}"/>'
    return format_html(
        '<svg class="wave{}" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true">{}</svg>',
        chosen,
        bars * BAR_STEP,
        WAVE_HEIGHT,
        mark_safe(drawn),  # noqa: S308 (numbers only)
    )


def reduced(peaks: Sequence[int], bars: int) -> list[int]:
    """The loudest of each of `bars` equal parts."""
    edges = [index * len(peaks) // bars for index in range(bars + 1)]
    return [max(peaks[here : max(after, here + 1)]) for here, after in pairwise(edges)]


def bar_path(levels: Sequence[int], drawn: Sequence[bool]) -> str:
    """One upright stroke a bar, in the columns to be drawn; the shortest is a dot by its round ends."""
    parts = []
    for index, level in enumerate(levels):
        if drawn[index]:
            height = max(1, min(int(level), 100) * (WAVE_HEIGHT - 6) // 100)
            parts.append(f"M{index * BAR_STEP + BAR_STEP // 2} {(WAVE_HEIGHT - height) // 2}v{height}")
    return "".join(parts)


@register.inclusion_tag("_counter.html")
def counter(field: BoundField) -> dict[str, Any]:
    """The live count under a field whose widget names `data-limit` or `data-limits`; nothing for any other.

    Of several limits only the one that the text comes closest to is shown.
    """
    attrs = field.field.widget.attrs
    limits = json.loads(attrs.get("data-limits", "[]"))
    if "data-limit" in attrs:
        unit, service = attrs.get("data-unit", "characters"), attrs.get("data-limit-of", "")
        limits.append({"limit": attrs["data-limit"], "unit": unit, "of": service})
    text = str(field.value() or "")
    counters = [_counter(text, target=field.id_for_label, **limit) for limit in limits]
    closest = max(counters, key=lambda each: each["share"], default=None)
    return {"counters": [{**each, "hidden": each is not closest} for each in counters]}


def _counter(text: str, *, target: str, limit: int, unit: str, of: str) -> dict[str, Any]:
    words = (
        gettext("{count} of {limit} bytes") if unit == "bytes" else gettext("{count} of {limit} characters")
    )
    over = (
        gettext("{count} of {limit} bytes: {over} too many")
        if unit == "bytes"
        else gettext("{count} of {limit}: {over} too many")
    )
    count = counted(text, unit=unit)
    sentence = over if count > limit else words
    return {
        "limit": limit,
        "unit": unit,
        "words": words,
        "over": over,
        "service": of,
        "target": target,
        "share": count / limit,
        "sentence": sentence.format(count=f"{count:,}", limit=f"{limit:,}", over=f"{count - limit:,}"),
    }


def counted(text: str, *, unit: str) -> int:
    """As static/js/counter.js counts: a line end is one, `weighted` counts a Chinese character twice."""
    text = text.replace("\r\n", "\n")
    if unit == "bytes":
        return len(text.encode())
    if unit == "weighted":
        return len(text) + len(CHINESE.findall(text))
    return len(text)


@register.filter
def clock(seconds: float | None) -> str:
    """0:41, 12:05, 1:01:01; empty when the length is not known."""
    if seconds is None:
        return ""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


seconds = register.filter("seconds", in_words)


@register.filter
def bytes(value: int) -> str:
    """Decimal, as the services and file managers count: 812 bytes, 48 kB, 0.7 MB."""
    if value < 1000:
        return gettext("%(count)s bytes") % {"count": value}
    if value < 100_000:
        return gettext("%(count)s kB") % {"count": round(value / 1000)}
    return gettext("%(count)s MB") % {"count": short(value / 1_000_000)}


@register.filter
def left(time: timedelta) -> str:
    """How long is left, in its two largest parts and never rounded up: 6 d 4 h, 4 h 12 min, 12 min."""
    minutes = max(int(time.total_seconds() // 60), 0)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return gettext("%(days)s d %(hours)s h") % {"days": days, "hours": hours}
    if hours:
        return gettext("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}
    if minutes:
        return gettext("%(minutes)s min") % {"minutes": minutes}
    return gettext("less than a minute")


@register.filter
def ago(time: datetime) -> str:
    """As one says it: 12 minutes ago, yesterday, 14 Nov; the year where it is not this one."""
    day, today = timezone.localdate(time), timezone.localdate(now())
    if day >= today:
        # Which knows nothing of a clock that was moved.
        return str(naturaltime(time - timedelta(seconds=settings.CLOCK_OFFSET_SECONDS)))
    if day == today - timedelta(days=1):
        return gettext("yesterday")
    return date_format(day, "MONTH_DAY_FORMAT" if day.year == today.year else "SHORT_DATE_FORMAT")


@register.filter
def city(zone: Any) -> str:
    """Asia/Shanghai as a person says it: Shanghai."""
    return str(zone).rpartition("/")[2].replace("_", " ")
