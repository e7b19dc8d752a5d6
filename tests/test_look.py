"""What the pages are drawn with: waveforms, rings, numbers in words, and the promises of the stylesheet."""

import gzip
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template
from django.utils import timezone, translation

from voicelab.templatetags import look

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
INLINE = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|hx-on|javascript:", re.IGNORECASE)
BAR = re.compile(r"M(\d+) (\d+)v(\d+)")


def bars(svg: str) -> list[tuple[int, ...]]:
    return [tuple(int(part) for part in bar) for bar in BAR.findall(svg)]


def test_a_waveform_has_as_many_bars_as_asked_for_and_the_loudest_of_each_part_shows():
    peaks = [0] * 240
    peaks[37] = 100
    drawn = bars(look.waveform(peaks, 24))
    assert len(drawn) == 24
    assert [height for _x, _y, height in drawn] == [1, 1, 1, 94, *[1] * 20]


def test_bars_stay_inside_the_picture_and_around_its_middle():
    for _x, top, height in bars(look.waveform(list(range(101)), 50)):
        assert top >= 0
        assert top + height <= look.WAVE_HEIGHT
        assert abs(top + height / 2 - look.WAVE_HEIGHT / 2) <= 1


@pytest.mark.parametrize("peaks", [None, [], [50], [3, 90, 4]])
def test_a_waveform_can_be_drawn_from_little_or_nothing(peaks):
    assert len(bars(look.waveform(peaks, 28))) == 28


def test_peaks_out_of_range_are_cut():
    assert bars(look.waveform([1000, -5], 2)) == [(2, 3, 94), (6, 49, 1)]


def test_outside_the_chosen_part_the_bars_are_pale():
    svg = look.waveform([60] * 240, 10, 0.2, 0.5)
    inside, outside = svg.split('class="out"')
    assert 'class="wave chosen"' in inside
    assert [x for x, _y, _h in bars(inside)] == [10, 14, 18]
    assert len(bars(outside)) == 7


def test_without_a_chosen_part_nothing_is_pale():
    assert "out" not in look.waveform([60] * 240, 10)


@pytest.mark.parametrize(
    ("fraction", "drawn"), [(0.17, "17.0"), (0, "0.0"), (1, "100.0"), (7, "100.0"), (-1, "0.0")]
)
def test_a_ring_shows_the_fraction_and_never_more_than_a_circle(fraction, drawn):
    assert f'stroke-dasharray="{drawn} 100"' in look.ring(fraction)


def test_drawings_are_hidden_from_screen_readers():
    for svg in (look.waveform([1], 2), look.ring(0.5), look.icon("play")):
        assert 'aria-hidden="true"' in svg


@pytest.mark.parametrize(
    ("seconds", "shown"), [(0, "0:00"), (41.9, "0:41"), (725, "12:05"), (3661, "1:01:01"), (None, "")]
)
def test_lengths_as_on_a_clock(seconds, shown):
    assert look.clock(seconds) == shown


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (41.8, "41.8 s"),
        (10, "10 s"),
        (59.97, "1 min"),
        (60, "1 min"),
        (72, "1 min 12 s"),
        (3720, "1 h 2 min"),
    ],
)
def test_lengths_in_words(seconds, words):
    assert look.seconds(seconds) == words


@pytest.mark.parametrize(
    ("size", "words"),
    [(812, "812 bytes"), (48_211, "48 kB"), (712_000, "0.7 MB"), (99_999, "100 kB"), (200_000_000, "200 MB")],
)
def test_sizes_in_words(size, words):
    assert look.bytes(size) == words


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(days=7) - timedelta(seconds=1), "6 d 23 h"),
        (timedelta(days=1, hours=4, minutes=59), "1 d 4 h"),
        (timedelta(hours=4, minutes=12), "4 h 12 min"),
        (timedelta(minutes=12, seconds=59), "12 min"),
        (timedelta(seconds=40), "less than a minute"),
        (timedelta(seconds=-40), "less than a minute"),
    ],
)
def test_what_is_left_is_never_rounded_up(time, words):
    assert look.left(time) == words


@pytest.mark.parametrize(
    ("when", "english", "chinese"),
    [
        ("2026-11-19 15:59", "19 Nov", "11月19日"),
        ("2026-11-19 16:00", "yesterday", "昨天"),
        ("2025-12-31 12:00", "31 Dec 2025", "2025年12月31日"),
    ],
)
def test_a_day_is_named_as_one_says_it_where_one_is(monkeypatch, when, english, chinese):
    monkeypatch.setattr(look, "now", lambda: datetime(2026, 11, 21, 1, tzinfo=UTC))
    time = datetime.fromisoformat(f"{when}+00:00")
    with timezone.override("Asia/Shanghai"):
        assert look.ago(time) == english
        with translation.override("zh-hans"):
            assert look.ago(time) == chinese


def test_of_today_the_time_that_has_passed_is_told():
    assert look.ago(datetime.now(UTC)) == "now"


def test_a_time_zone_is_called_by_its_city():
    assert look.city("America/Argentina/Buenos_Aires") == "Buenos Aires"
    assert look.city("UTC") == "UTC"


@pytest.mark.parametrize(
    ("text", "unit", "count"),
    [
        ("one\r\ntwo", "characters", 7),
        ("你好", "characters", 2),
        ("你好", "bytes", 6),
        ("你好!", "weighted", 5),
        ("𠀀", "weighted", 2),
        ("😀", "characters", 1),
    ],
)
def test_text_is_counted_as_it_is_sent(text, unit, count):
    assert look.counted(text, unit=unit) == count


class WordsForm(forms.Form):
    words = forms.CharField(
        label="Words",
        help_text="What it says.",
        widget=forms.Textarea(
            attrs={"data-limit": 1000, "data-unit": "characters", "data-limit-of": "MiniMax"}
        ),
    )
    name = forms.CharField(label="Name", required=False)
    agree = forms.BooleanField(label="I agree")
    who = forms.ChoiceField(label="Who", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)


def test_a_field_with_a_limit_has_a_counter_and_no_other_has():
    html = str(WordsForm({"words": "x" * 1001}))
    assert html.count('class="counter"') == 1
    assert "1,001 of 1,000: 1 too many" in html
    assert "the most that MiniMax takes" in html


def test_label_hint_and_error_belong_to_their_control():
    html = str(WordsForm({"words": ""}))
    control = re.search(r'<textarea[^>]*id="id_words"[^>]*>', html)[0]
    assert 'aria-describedby="id_words_helptext id_words_error"' in control
    assert 'aria-invalid="true"' in control
    for piece in (
        '<label for="id_words">',
        'id="id_words_helptext"',
        'id="id_words_error"',
        'for="id_agree"',
    ):
        assert piece in html


def test_what_may_stay_empty_says_so():
    html = str(WordsForm())
    assert html.count("optional") == html.count('<span class="optional">optional</span>') + html.count(
        '"optional"'
    )
    assert re.search(r'for="id_name">Name <span class="optional">', html)
    assert not re.search(r'for="id_words">Words <span', html)


def test_what_a_person_typed_cannot_become_markup():
    form = WordsForm({"words": "</textarea><script>", "name": '"><b>'})
    html = str(form)
    assert "<script>" not in html and "<b>" not in html


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_page_names_the_other_language(language, rf):
    with translation.override(language):
        html = Template('{% include "_language.html" %}').render(
            Context({"request": rf.get("/w/harbour/?show=kept")})
        )
    assert ("中文" in html) == (language == "en")
    assert 'value="/w/harbour/?show=kept"' in html


def test_the_stylesheet_stays_small():
    css = (ROOT / "static" / "css" / "voicelab.css").read_bytes()
    assert len(gzip.compress(css, 9)) < 12_000


def test_modules_stay_short_and_every_one_is_loaded():
    loaded = "".join(path.read_text() for path in TEMPLATES)
    for path in (ROOT / "static" / "js").glob("*.js"):
        assert len(path.read_text().splitlines()) <= 120, path.name
        assert f"js/{path.name}" in loaded


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_no_template_has_code_or_style_inside(path):
    assert INLINE.findall(path.read_text()) == []
