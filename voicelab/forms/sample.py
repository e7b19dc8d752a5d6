"""A recording as a person gives it: the file, the part to be sent, and a short clip of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from voicelab.audio.reading import Raw
from voicelab.stories.declaring import CODINGS, RATES, USUAL_RATE

CLIP_FIELDS = ("prompt_start", "prompt_end", "prompt_text")


class RecordingForm(forms.Form):
    file = forms.FileField(
        label=_("Recording"),
        allow_empty_file=True,
        error_messages={
            "required": _("Choose a recording first."),
            "missing": _("Choose a recording first."),
        },
    )

    # Which text was read aloud, where the recording was made in the page.
    script = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, refused: str = "", max_bytes: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refused, self.max_bytes = refused, max_bytes
        if refused == "too_large":
            self.fields["file"].required = False

    def clean_file(self) -> Any:
        file = self.cleaned_data.get("file")
        if self.refused == "too_large" or (file and file.size > self.max_bytes):
            raise forms.ValidationError(
                _(
                    "This file is larger than %(most)d MB. Save only the part with the voice, or save it as MP3."
                )
                % {"most": self.max_bytes // 1_000_000}
            )
        if file is not None and file.size == 0:
            raise forms.ValidationError(_("This file is empty. Choose another one, or record it again."))
        return file


class PartForm(forms.Form):
    """The part of the recording to be sent, in seconds. What is empty is the edge of the recording."""

    start = forms.FloatField(label=_("From second"), min_value=0, required=False)
    end = forms.FloatField(label=_("To second"), min_value=0, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("start") or 0.0, data.get("end")
        if end is not None and end <= start:
            self.add_error("end", _("The part has to end after it begins."))
        return data


class RawForm(forms.Form):
    """What the samples of a file without a header are."""

    coding = forms.ChoiceField(label=_("Each sample"), choices=list(CODINGS.items()))
    rate = forms.TypedChoiceField(
        label=_("Samples a second"),
        choices=[(rate, f"{rate} Hz") for rate in RATES],
        coerce=int,
        initial=USUAL_RATE,
    )
    channels = forms.TypedChoiceField(
        label=_("Channels"), choices=[(1, _("one, mono")), (2, _("two, stereo"))], coerce=int
    )

    def said(self) -> Raw:
        return Raw(**self.cleaned_data)


def clip_fields() -> dict[str, forms.Field]:
    """A short part of the recording, cut out by us, and its words."""
    return {
        "prompt_start": forms.FloatField(label=gettext("Clip from second"), min_value=0, required=False),
        "prompt_end": forms.FloatField(label=gettext("Clip to second"), min_value=0, required=False),
        "prompt_text": forms.CharField(
            label=gettext("What is said in the clip"),
            help_text=gettext("Word for word; the service compares it with the sound."),
            max_length=500,
            required=False,
            widget=forms.Textarea(attrs={"rows": 2}),
        ),
    }
