"""The steps of making a voice, each an ordinary small form over the draft."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from voicelab.models import Consent, Draft, ProviderAccount, Speaker, User
from voicelab.providers.languages import LANGUAGES
from voicelab.stories.consenting import valid_consent
from voicelab.stories.guiding import account_line

NEW_SPEAKER = "new"


def language_choices() -> list[tuple[str, str]]:
    # Translated where they are shown, since the table of languages knows no Django.
    return [("", gettext("Choose a language")), *((tag, gettext(name)) for tag, name in LANGUAGES.items())]


class SpeakerForm(forms.Form):
    """Somebody who agreed before, or somebody new with the words they agree to."""

    speaker = forms.ChoiceField(label=_("Who is speaking?"), widget=forms.RadioSelect)
    name = forms.CharField(label=_("Their name"), max_length=80, required=False)
    how = forms.ChoiceField(
        label=_("Whose voice is it?"),
        widget=forms.RadioSelect,
        required=False,
        choices=[
            (Consent.How.OWN_VOICE, _("My own")),
            (Consent.How.VOUCHED, _("Somebody else's, and they agreed")),
        ],
    )
    uses = forms.CharField(
        label=_("What will the copy be used for?"),
        help_text=_("In plain words, such as: narration of our product films, until the end of 2027."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    agree = forms.BooleanField(required=False)

    def __init__(
        self, *args: Any, draft: Draft | None, speakers: Iterable[Speaker], user: User, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.speakers = {str(speaker.pk): speaker for speaker in speakers}
        known: list[tuple[str, Any]] = [(key, speaker.name) for key, speaker in self.speakers.items()]
        self.fields["speaker"].choices = [*known, (NEW_SPEAKER, _("Somebody new"))]  # type: ignore[attr-defined]
        chosen = (
            str(draft.speaker_id) if draft and draft.speaker_id else (known[0][0] if known else NEW_SPEAKER)
        )
        self.initial.setdefault("speaker", chosen)
        self.initial.setdefault("how", Consent.How.OWN_VOICE if not known else "")
        self.initial.setdefault("name", user.name if not known else "")
        # Shown as wanted; what is really wanted depends on the speaker, and is judged in `clean`.
        self.asks_for = {name: self.fields[name] for name in ("name", "how", "uses", "agree")}
        for field in self.asks_for.values():
            field.required = not self.is_bound
            field.widget.is_required = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        speaker = self.speakers.get(data.get("speaker", ""))
        data["known"] = speaker
        if speaker and valid_consent(speaker):
            data["asked"] = False
            return data
        data["asked"] = True
        if speaker is None and not data.get("name", "").strip():
            self.add_error("name", _("Write the name of the person who speaks."))
        if not data.get("how"):
            self.add_error("how", _("Say whose voice it is."))
        if not data.get("uses", "").strip():
            self.add_error("uses", _("Say what the copy is for: the speaker agrees to exactly this."))
        if not data.get("agree"):
            self.add_error("agree", _("Nothing can be sent without this consent. Tick it if it is true."))
        return data


class AccountsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # not generic at run time
    """Cards: the account, the company and country that the recording goes to, and what that means."""

    # Of the recording; the line on a card says whether the service speaks it, and takes so much of it.
    language, seconds = "", 0.0

    def label_from_instance(self, obj: ProviderAccount) -> str:
        service = obj.service
        company = gettext(service.company)
        # Who is called what it is named is said once.
        whose = company if service.name in company else f"{service.name} · {company}"
        practice = f" · {gettext('Practice')}" if obj.is_practice else ""
        return format_html(
            "<b>{}</b><small>{}, {}{}</small><small>{}</small>",
            obj.label,
            whose,
            gettext(service.country),
            practice,
            account_line(obj, self.language, self.seconds),
        )


class ServicesForm(forms.Form):
    language = forms.ChoiceField(
        label=_("Language of the recording"),
        help_text=_("A copy speaks best in the language of its recording."),
        choices=language_choices,
        error_messages={"required": _("Choose the language that is spoken.")},
    )
    accounts = AccountsField(
        label=_("Services"),
        queryset=ProviderAccount.objects.none(),
        # What is ticked while the cards are fetched for another language stays ticked.
        widget=forms.CheckboxSelectMultiple(attrs={"hx-preserve": "true"}),
        error_messages={"required": _("Choose at least one service.")},
    )

    def __init__(self, *args: Any, accounts: Any, language: str, seconds: float, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["accounts"]
        assert isinstance(field, AccountsField)
        field.queryset, field.language, field.seconds = accounts, language, seconds

    def clean_accounts(self) -> Any:
        accounts = self.cleaned_data["accounts"]
        if any(account.practice_is_off for account in accounts):
            raise forms.ValidationError(_("Practice is off on this site. Choose another account."))
        return accounts
