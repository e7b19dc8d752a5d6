"""The audit site: who made which voice, with whose consent, what was sent and answered.

What is evidence can be looked at and taken along, by nobody changed. Operators may block a person and close a
workspace, and that is on record too.
"""

# Importing these registers them, so that they can be taken away.
from allauth.account.admin import EmailAddress
from allauth.account.decorators import secure_admin_login
from allauth.mfa.admin import Authenticator
from allauth.usersessions.admin import UserSession
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from voicelab.admin import (
    attempt,
    call,
    event,
    provider_account,
    sample,
    showing,
    speaker,
    user,
    voice,
    worker_beat,
    workspace,
)

__all__ = [
    "attempt",
    "call",
    "event",
    "provider_account",
    "sample",
    "speaker",
    "user",
    "voice",
    "worker_beat",
    "workspace",
]

admin.site.site_header = _("Voicelab")
admin.site.site_title = _("Voicelab audit")
admin.site.index_title = _("Audit")
admin.site.empty_value_display = showing.NOTHING
# The places stand in the header.
admin.site.enable_nav_sidebar = False
# One door for everybody: the site's own sign-in, with its rate limits.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
# A person's addresses are their own; whether one is confirmed is shown with the person. So are the ways to sign in:
# whoever could change them could be that person.
admin.site.unregister([EmailAddress, Authenticator, UserSession])
