"""The words of a draft: what is said, what the copy says first, its name, and more options by service."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from voicelab.forms.sample import CLIP_FIELDS, clip_fields
from voicelab.models import Draft, ProviderAccount
from voicelab.providers.limits import Option
from voicelab.stories import prompting
from voicelab.stories.drafting import text_refusals
from voicelab.stories.wording import (
    NAME_MOST,
    OWN_ID,
    NamedLimit,
    name_limits,
    name_refusals,
    own_id_refusal,
    preview_limits,
    suggested_id,
    transcript_limits,
    transcript_refusal,
)

TEXTS = ("transcript", "preview_text")
# More than any service takes.
TEXT_MOST = 5000


def one_kind_of_line_end(text: str) -> str:
    """Browsers send CR LF; what is counted and sent is LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


class WordsForm(forms.Form):
    """What is said in the recording, what the copy shall say first, and its name; more options by service."""

    transcript = forms.CharField(
        label=_("What is said in the recording"),
        help_text=_("Some services compare it with the recording."),
        required=False,
        max_length=TEXT_MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    preview_text = forms.CharField(
        label=_("What shall the copy say first?"),
        required=False,
        error_messages={"required": _("Write what the copy shall say first: a chosen service needs it.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    name = forms.CharField(
        label=_("Name of the voice"),
        help_text=_("As it stands on your board, such as: Warm narrator."),
        max_length=NAME_MOST,
        error_messages={"required": _("Give the voice a name.")},
    )

    def __init__(
        self, *args: Any, accounts: Iterable[ProviderAccount], language: str, seconds: float, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.language, self.seconds = language, seconds
        self.accounts = list(accounts)
        self.services = {account.provider: account.service for account in self.accounts}
        _count(self.fields["transcript"], transcript_limits(self.accounts))
        _count(self.fields["preview_text"], preview_limits(self.accounts))
        _count(self.fields["name"], name_limits(self.accounts))
        self.fields["preview_text"].required = any(
            account.limits.preview_text.required for account in self.accounts
        )
        for provider, service in self.services.items():
            for option in service.limits.options:
                self.fields[field_name(provider, option.key)] = option_field(option)
            if service.limits.voice_id_rule:
                name = str(self.initial.get("name") or "")
                self.fields[field_name(provider, OWN_ID)] = own_id_field(service.limits.voice_id_rule, name)
        self.clip_seconds = prompting.most_seconds(self.accounts)
        if self.clip_seconds:
            self.fields |= clip_fields()

    def clip_group(self) -> list[forms.BoundField]:
        """The fields of the short clip, where a chosen service takes one."""
        return [self[name] for name in CLIP_FIELDS if name in self.fields]

    def option_groups(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """The fields of More options, by the key and the name of the service."""
        return [
            (
                provider,
                service.name,
                [self[name] for key in self._keys(provider) if (name := field_name(provider, key))],
            )
            for provider, service in self.services.items()
        ]

    def _keys(self, provider: str) -> list[str]:
        """What may be set for a service beside the words: its own options, and an own id of the voice."""
        limits = self.services[provider].limits
        return [*(option.key for option in limits.options), *([OWN_ID] if limits.voice_id_rule else [])]

    def own_id_problems(self) -> dict[str, list[str]]:
        """What is wrong with the own id at each service that takes one."""
        names = {provider: field_name(provider, OWN_ID) for provider in self.services}
        return {
            provider: [str(error) for error in self.errors.get(name, [])]
            for provider, name in names.items()
            if name in self.fields
        }

    @property
    def options_have_errors(self) -> bool:
        groups = [*(fields for _key, _name, fields in self.option_groups()), self.clip_group()]
        return any(field.errors for fields in groups for field in fields)

    def clean_prompt_text(self) -> str:
        text = one_kind_of_line_end(self.cleaned_data["prompt_text"])
        return prompting.punctuated(text, language=self.language)

    def clean_transcript(self) -> str:
        return one_kind_of_line_end(self.cleaned_data["transcript"])

    def clean_preview_text(self) -> str:
        text = one_kind_of_line_end(self.cleaned_data["preview_text"])
        refusals = [sentence for account in self.accounts for sentence in text_refusals(account, text)]
        if refusals:
            raise forms.ValidationError(list(dict.fromkeys(refusals)))
        return text

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if refusals := name_refusals(self.accounts, name):
            raise forms.ValidationError(refusals)
        return name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for provider, service in self.services.items():
            for option in service.limits.options:
                name = field_name(provider, option.key)
                if problem := option_refusal(option, data.get(name)):
                    self.add_error(name, problem)
        for account in self.accounts:
            name = field_name(account.provider, OWN_ID)
            if problem := own_id_refusal(account, data.get(name, "")):
                self.add_error(name, problem)
            if problem := transcript_refusal(
                account, data.get("transcript", ""), self._options(account.provider, data)
            ):
                self.add_error("transcript", problem)
        if self.clip_seconds:
            self._clean_clip(data, most=self.clip_seconds)
        return data

    def _clean_clip(self, data: dict[str, Any], *, most: float) -> None:
        """A clip is its two ends and its words, or nothing at all."""
        start, end, words = (data.get(name) for name in CLIP_FIELDS)
        if start is None and end is None and not words:
            return
        if not words:
            self.add_error("prompt_text", _("Write what is said in the clip, or leave all three empty."))
        elif start is None or end is None or not 0 < end - start < most or end > self.seconds:
            self.add_error(
                "prompt_end",
                _("The clip has to lie within the recording and be shorter than %(most)d s.")
                % {"most": most},
            )

    def answers(self) -> dict[str, Any]:
        """The cleaned answers as the columns of a draft."""
        data = self.cleaned_data
        options = {provider: self._options(provider, data) for provider in self.services}
        plain: dict[str, Any] = {key: data[key] for key in ("name", *CLIP_FIELDS) if key in data}
        return {**plain, **self._texts(data), "options": options}

    def _texts(self, data: Mapping[str, Any]) -> dict[str, str]:
        """Also one that a service finds too long: it is kept, and refused again before sending."""
        typed = {key: one_kind_of_line_end(self.data.get(key, "")) for key in TEXTS if key not in data}
        kept = {key: text for key, text in typed.items() if len(text) <= TEXT_MOST}
        return {**{key: data[key] for key in TEXTS if key in data}, **kept}

    def _options(self, provider: str, data: Mapping[str, Any]) -> dict[str, Any]:
        """What was given for a service, by our names."""
        names = {key: field_name(provider, key) for key in self._keys(provider)}
        return {key: data[name] for key, name in names.items() if name in data}


def field_name(provider: str, key: str) -> str:
    return f"{provider}-{key}"


def _count(field: forms.Field, limits: list[NamedLimit]) -> None:
    """The live count under the field."""
    if limits:
        field.widget.attrs["data-limits"] = json.dumps(
            [
                {"limit": named.limit.maximum, "unit": named.limit.unit, "of": named.service}
                for named in limits
            ]
        )


def own_id_field(rule: str, name: str) -> forms.Field:
    suggestion = suggested_id(name)
    return forms.CharField(
        label=gettext("Own id of the voice"),
        help_text=gettext(
            "Left empty we make one, which is safer: with an id of your own, an answer that is lost on the way "
            "cannot be settled by itself, since somebody else may have the same id. A good one: %(suggestion)s"
        )
        % {"suggestion": suggestion},
        required=False,
        widget=forms.TextInput(
            attrs={
                "pattern": rule,
                "maxlength": 256,
                "placeholder": suggestion,
                "autocomplete": "off",
                "autocapitalize": "none",
                "spellcheck": "false",
            }
        ),
    )


def option_field(option: Option) -> forms.Field:
    """The control of one declared option."""
    words: dict[str, Any] = {
        "label": gettext(option.label),
        "help_text": gettext(option.hint) if option.hint else "",
        "required": False,
    }
    if option.kind == "switch":
        return forms.BooleanField(
            initial=option.default, widget=forms.CheckboxInput(attrs={"class": "switch"}), **words
        )
    if option.kind == "number":
        return forms.FloatField(initial=option.default, **words)
    choices = [(value, gettext(label) if label else label) for value, label in option.choices]
    return forms.ChoiceField(initial=option.default, choices=choices, **words)


def option_refusal(option: Option, value: Any) -> str:
    if option.kind != "number" or option.between is None or value is None:
        return ""
    low, high = option.between
    if not low <= value <= high:
        return gettext("Give a number between %(low)s and %(high)s.") % {"low": low, "high": high}
    return ""


def initial_words(draft: Draft) -> dict[str, Any]:
    """The draft's answers as the initial values of WordsForm."""
    options = {
        f"{provider}-{key}": value
        for provider, given in draft.options.items()
        for key, value in given.items()
    }
    return {
        "transcript": draft.transcript,
        "preview_text": draft.preview_text,
        "prompt_start": draft.prompt_start,
        "prompt_end": draft.prompt_end,
        "prompt_text": draft.prompt_text,
        "name": draft.name or (draft.speaker.name if draft.speaker else ""),
        **options,
    }
