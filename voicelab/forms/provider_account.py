"""An account with a service, its form made from what the service declares."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from voicelab.models import ProviderAccount
from voicelab.providers.base import Provider
from voicelab.providers.limits import AccountSetting

ADDRESS = "base_url"
# What a value of each kind must look like.
RULES = {
    "url": URLValidator(schemes=["https"]),
    "path": RegexValidator(r"^/\S*$", _("A path begins with a slash and has no spaces.")),
    "currency": RegexValidator(r"^[A-Z]{3}$", _("Three capital letters, such as CNY.")),
    "date": RegexValidator(r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$", _("Write it as 2026-11-20.")),
}
FIXED = _("Fixed: this account has voices, and they are there. For another place add another account.")


class ProviderAccountForm(forms.Form):
    """The key is write-only: it is never shown, and an empty field keeps the one that is there."""

    label = forms.CharField(label=_("Label"), max_length=60, help_text=_("How your team knows this account."))
    key = forms.CharField(
        label=_("Key"),
        max_length=4000,
        error_messages={"required": _("Paste the key that the service gave you.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(
        self,
        *args: Any,
        service: type[Provider],
        account: ProviderAccount | None,
        practice: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.service, self.account, self.practice = service, account, practice
        own = account.values if account else {}
        self.fields["key"].required = account is None
        if account:
            self.fields["key"].help_text = gettext("A key is kept. Write a new one only to replace it.")
        # The address of practice is computed, so it is nobody's to change.
        self.settings = [each for each in service.settings if not (practice and each.key == ADDRESS)]
        self.frozen = account.frozen_settings if account else ()
        for setting in self.settings:
            value = own.get(setting.key, self._usual(setting))
            self.fields[setting.key] = _setting_field(setting, value)
            if setting.key in self.frozen:
                _fix(self.fields[setting.key])

    def _usual(self, setting: AccountSetting) -> Any:
        """What holds where the account says nothing; practice has some values of its own."""
        return setting.read(self.service.practice_values.get(setting.key) if self.practice else None)

    def place_fields(self) -> list[forms.BoundField]:
        """Where the voices are: of practice only what is not computed."""
        return [self[each.key] for each in self.settings if each.key in self.service.place_settings]

    def settings_fields(self) -> list[forms.BoundField]:
        """What only few people need to change."""
        elsewhere = {*self.service.place_settings, *self._prices()}
        return [self[each.key] for each in self.settings if each.key not in elsewhere]

    def price_fields(self) -> list[forms.BoundField]:
        """What the team pays, where that differs from what is published."""
        return [self[key] for key in self._prices()]

    @property
    def prices_have_errors(self) -> bool:
        return any(field.errors for field in self.price_fields())

    @property
    def settings_have_errors(self) -> bool:
        return any(field.errors for field in self.settings_fields())

    def _prices(self) -> list[str]:
        return [each.key for each in self.settings if each.key.startswith("price_")]

    def clean_key(self) -> str:
        key: str = self.cleaned_data["key"].strip()
        if any(ord(letter) < 33 or ord(letter) > 126 for letter in key):
            raise ValidationError(gettext("A key has no spaces and no special letters. Copy it again."))
        if self.practice and key and not key.startswith("practice"):
            raise ValidationError(gettext("A practice key begins with the word practice."))
        return key

    def clean(self) -> dict[str, Any]:
        """A request made by hand that moves a place is refused rather than passed over."""
        data = super().clean() or {}
        for key in self.frozen:
            if key in self.fields and key in self.data and self.data[key] != str(data.get(key)):
                self.add_error(key, FIXED)
        return data

    def values(self) -> dict[str, Any]:
        """Only what differs from the service's usual values is stored."""
        return {
            setting.key: self.cleaned_data[setting.key]
            for setting in self.settings
            if self.cleaned_data.get(setting.key) not in (None, "", self._usual(setting))
        }


def _fix(field: forms.Field) -> None:
    field.disabled = True
    field.help_text = FIXED


def _setting_field(setting: AccountSetting, value: Any) -> forms.Field:
    words: dict[str, Any] = {
        "label": gettext(setting.label),
        "help_text": gettext(setting.hint) if setting.hint else "",
        "required": False,
        "initial": value,
    }
    if setting.choices:
        return forms.ChoiceField(
            choices=[(choice, gettext(label)) for choice, label in setting.choices], **words
        )
    if setting.kind == "number":
        return forms.FloatField(min_value=0, **words)
    rules = [RULES[setting.kind]] if setting.kind in RULES else []
    return forms.CharField(max_length=200, validators=rules, **words)
