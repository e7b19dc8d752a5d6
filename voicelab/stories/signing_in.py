"""Signing up with an invitation; second factors: how their secrets are kept, and whether one was proved."""

from typing import Literal

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from voicelab.models import User
from voicelab.models.fields import decrypt, encrypt
from voicelab.models.invitation import digest
from voicelab.stories.belonging import was_invited

# Recovery codes stand in for one of these, never alone.
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]

Missing = Literal["none set up", "not asked for yet"]


# What the session remembers of the link of an invitation.
INVITED = "invited"


class Doors(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Whoever came through an invitation has read the mail of its address, so that needs no second mail."""

    def is_email_verified(self, request: HttpRequest, email: str) -> bool:
        return was_invited(request.session.get(INVITED, ""), email=email)


def remember_invitation(request: HttpRequest, token: str) -> None:
    """Only its digest: what the session keeps opens no door."""
    request.session[INVITED] = digest(token)


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Secrets are kept under ENCRYPTION_KEYS, and apps and browsers show the name of the site."""

    def encrypt(self, text: str) -> str:
        return encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return decrypt(encrypted_text)

    def _get_site_name(self) -> str:
        return "Voicelab"

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Passkey") if number == 1 else _("Passkey {number}").format(number=number)


def missing_proof(request: HttpRequest) -> Missing | None:
    """What staff still lack before they may see what belongs to other teams; None when nothing."""
    if not settings.STAFF_NEED_SECOND_FACTOR:
        return None
    if not Authenticator.objects.filter(user=request.user.pk, type__in=FACTORS).exists():
        return "none set up"
    # A session from before it was set up, or one that somebody else left behind, has only a password.
    proved = any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))
    return None if proved else "not asked for yet"
