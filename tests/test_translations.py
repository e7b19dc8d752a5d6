"""Every sentence for people exists in every language. Needs no gettext: the sources are read here."""

import ast
import re
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = [code for code, _ in settings.LANGUAGES if code != "en"]

# The position of the sentence among the arguments.
MARKERS = {
    "_": 0,
    "N_": 0,
    "gettext": 0,
    "gettext_lazy": 0,
    "gettext_noop": 0,
    "ngettext": 0,
    "ngettext_lazy": 0,
    "pgettext": 1,
    "pgettext_lazy": 1,
}
STRING = r"""u?("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
IN_TEMPLATE = re.compile(rf"(?<!\w)(?:_|n?gettext|n?pgettext\({STRING},)\(?\s*{STRING}", re.DOTALL)
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}|%[sd%]")


def in_python() -> set[str]:
    found = set()
    for path in (ROOT / "voicelab").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKERS:
                sentence = node.args[MARKERS[node.func.id]]
                if isinstance(sentence, ast.Constant) and sentence.value:
                    found.add(sentence.value)
    return found


def in_templates() -> set[str]:
    return {
        ast.literal_eval(match.groups()[-1])
        for path in (ROOT / "templates").rglob("*.*")
        for match in IN_TEMPLATE.finditer(templatize(path.read_text()))
    }


@pytest.fixture(params=LANGUAGES)
def catalogue(request):
    path = ROOT / "voicelab" / "locale" / to_locale(request.param) / "LC_MESSAGES" / "django.po"
    assert path.exists(), "collect the sentences with: make messages"
    return polib.pofile(str(path))


def test_every_sentence_is_in_the_catalogue(catalogue):
    known = {entry.msgid for entry in catalogue if not entry.obsolete}
    assert sorted((in_python() | in_templates()) - known) == [], "collect them with: make messages"


def test_every_sentence_is_translated_and_no_translation_is_a_guess(catalogue):
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []


def test_translations_fill_in_the_same_values(catalogue):
    for entry in catalogue.translated_entries():
        for translation in [entry.msgstr] if entry.msgstr else entry.msgstr_plural.values():
            asked = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural))
            assert set(PLACEHOLDER.findall(translation)) <= asked, entry.msgid
            if not entry.msgid_plural:
                assert set(PLACEHOLDER.findall(translation)) == asked, entry.msgid


def test_the_reader_of_templates_finds_what_django_marks():
    template = """{% load i18n %}{% translate "It's here" %}{{ _('Board') }}
        {% translate 'May' context 'month' as m %}
        {% blocktranslate count n=n trimmed %}
          One voice of {{ name }}
        {% plural %}{{ n }} voices{% endblocktranslate %}"""
    found = {ast.literal_eval(match.groups()[-1]) for match in IN_TEMPLATE.finditer(templatize(template))}
    assert found == {"It's here", "Board", "May", "One voice of %(name)s"}
