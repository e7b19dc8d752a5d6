"""Every component of the look on one page, while debugging. The reference for whoever writes a template."""

import math
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.views.decorators.http import require_GET

SPEAKERS = [
    ("li", format_html("<b>{}</b><small>{}</small>", "Li Mei", "agreed to narration until May 2027")),
    ("tom", format_html("<b>{}</b><small>{}</small>", "Tom Becker", "agreement ran out on 3 November")),
    ("new", format_html("<b>{}</b><small>{}</small>", "Somebody else", "ask them first, by a private link")),
]
WORDING = (
    "Li Mei knows that this recording will be copied into an artificial voice, has heard what it will be used "
    "for, and has agreed to it in words or in writing. The agreement covers narration for the harbour tour, in "
    "Chinese and English, until May 2027, and the companies named on this page. It can be taken back at any time."
)
PREVIEW = "A gentle breeze crosses the water, and the lamps come on one by one. 晚风拂过水面。"


class ExampleForm(forms.Form):
    name = forms.CharField(label="Name of the voice", help_text="As your team will look for it.")
    note = forms.CharField(
        label="Note", required=False, widget=forms.TextInput(attrs={"placeholder": "For the harbour tour"})
    )
    wrong = forms.CharField(label="E-mail address")
    language = forms.ChoiceField(
        label="Language of the recording", choices=[("en", "English"), ("zh", "中文（普通话）")]
    )
    speaker = forms.ChoiceField(label="Who is speaking?", choices=SPEAKERS, widget=forms.RadioSelect)
    services = forms.MultipleChoiceField(
        label="Services",
        help_text="Not sure? Try two and compare.",
        choices=[("minimax", "MiniMax"), ("coze", "Coze")],
        widget=forms.CheckboxSelectMultiple,
    )
    words = forms.CharField(
        label="What the preview says",
        widget=forms.Textarea(
            attrs={"rows": 4, "data-limit": 200, "data-unit": "weighted", "data-limit-of": "MiniMax"}
        ),
    )
    reply = forms.CharField(
        label="Transcript",
        required=False,
        widget=forms.Textarea(attrs={"data-limit": 20, "data-unit": "bytes"}),
    )
    recording = forms.FileField(
        label="Recording",
        help_text="MP3, WAV, M4A or a video; 10 seconds to 5 minutes; 200 MB at most.",
        required=False,
    )
    consent = forms.BooleanField(label=WORDING)
    noise = forms.BooleanField(
        label="Reduce noise", required=False, widget=forms.CheckboxInput(attrs={"class": "switch"})
    )
    level = forms.BooleanField(
        label="Level the loudness",
        required=False,
        initial=True,
        help_text="For recordings that are loud and soft by turns.",
        widget=forms.CheckboxInput(attrs={"class": "switch"}),
    )
    frozen = forms.CharField(
        label="Service address", disabled=True, initial="https://api.minimaxi.com", required=False
    )


def example_form() -> ExampleForm:
    """Some fields as they come back when something is wrong."""
    data = {
        "name": "Warm narrator",
        "wrong": "not an address",
        "speaker": "li",
        "services": ["minimax"],
        "words": PREVIEW,
    }
    form = ExampleForm(
        {**data, "reply": "Good evening, and welcome to the harbour.", "level": "on", "language": "zh"}
    )
    form.add_error(
        "wrong", "This is not an e-mail address. It needs an @ and a domain, like mei@example.com."
    )
    form.add_error("recording", "tour.m4a has a picture but no sound. Choose a file with sound in it.")
    form.add_error(None, "Two things need a look before this can be sent.")
    return form


def example_peaks(seed: float) -> list[int]:
    """240 values that look like speech: syllables within phrases, and breaths between these."""
    return [
        round(
            8
            + 88
            * abs(math.sin(i * 0.21 * seed) * math.sin(i * 0.057 + seed))
            * (0.55 + 0.45 * math.sin(i * 1.7 * seed) ** 2)
        )
        for i in range(240)
    ]


def example_steps() -> list[dict[str, Any]]:
    titles = [
        "Who is speaking",
        "Language and services",
        "Recording",
        "The words",
        "Check before sending",
        "Listen",
    ]
    notes = ["Li Mei · agreed 12 Nov", "English · 2 services", "", "", "", ""]
    states = ["done", "done", "now", "todo", "todo", "todo"]
    return [
        {"title": title, "note": note, "state": state, "url": "#making" if state == "done" else ""}
        for title, note, state in zip(titles, notes, states, strict=True)
    ]


@require_GET
def page(request: HttpRequest) -> HttpResponse:
    context = {
        "form": example_form(),
        "steps": example_steps(),
        "person": example_peaks(1.0),
        "copy": example_peaks(1.31),
        "others": [example_peaks(1.0 + 0.17 * number) for number in range(2, 7)],
    }
    return render(request, "styleguide/index.html", context)
