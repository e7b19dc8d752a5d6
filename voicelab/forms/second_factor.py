"""Codes and passkeys: allauth's forms in the words of the site."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

# A code counts in its own half minute and in those beside it.
CODE_SECONDS = 30 * (2 * settings.MFA_TOTP_TOLERANCE + 1)
NUMBERS = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}


class OneUse(forms.Form):
    """A code of the app is taken once for as long as it would be right; allauth remembers it for 30 seconds."""

    user: Any
    authenticator: Authenticator

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")
        self.fields["code"].help_text = _("Six digits from your app, or one of your recovery codes.")
        self.fields["code"].widget.attrs = dict(NUMBERS)

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]  # of the form beside this one
        used = f"code-used:{self.user.pk}:{code.replace(' ', '')}"
        is_apps = self.authenticator.type == Authenticator.Type.TOTP
        if is_apps and not cache.add(used, "yes", timeout=CODE_SECONDS):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(OneUse, AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    pass


class CodeAgainForm(OneUse, ReauthenticateForm):  # type: ignore[misc]
    pass


class AppForm(ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code that the app shows now")
        self.fields["code"].widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric"}


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["name"].help_text = _("So that you can tell it from others: “My laptop”.")
        self.fields["name"].required = False
        alone = self.fields["passwordless"]
        alone.label = _("Sign in with this alone, without a password")
        alone.help_text = _(
            "It then asks for your fingerprint, your face or a PIN. Some small USB keys cannot."
        )
        alone.initial = True

    def clean(self) -> Any:
        try:
            return super().clean()
        except (KeyError, ValueError):  # made by hand, not by a browser
            raise get_adapter().validation_error("incorrect_code") from None


class PasskeyNameForm(EditWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
