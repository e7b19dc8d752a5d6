"""From an event to the page of what it is about."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from voicelab.models import Event

# The kinds of things that events name, and their pages.
PAGES = {
    "account": "provideraccount",
    "attempt": "cloneattempt",
    "consent": "consent",
    "sample": "sample",
    "speaker": "speaker",
    "user": "user",
    "voice": "voice",
    "workspace": "workspace",
}


def link_to_subject(event: Event) -> SafeString | str:
    page = PAGES.get(event.subject_kind)
    if page is None:
        return f"{event.subject_kind} {event.subject_id}"
    address = reverse(f"admin:voicelab_{page}_change", args=[event.subject_id])
    return format_html('<a href="{}">{}</a>', address, event.subject_kind)
