"""Whatever a service answers, a person reads a whole sentence with a way on, in each language."""

import re

import pytest
from django.conf import settings
from django.utils.translation import gettext, override

from voicelab.providers.catalogue import PROVIDERS
from voicelab.providers.errors import ADVICE_KEYS
from voicelab.stories.advice import SENTENCES, advise, flagged_sentence
from voicelab.stories.explaining import code_words

LANGUAGES = [code for code, _name in settings.LANGUAGES]
EVERY_CODE = [(key, code) for key, service in PROVIDERS.items() for code in service.codes]
in_each_language = pytest.mark.parametrize("language", LANGUAGES)
CHINESE = re.compile("[\u4e00-\u9fff]")
# Filled in by whoever raises the error.
TERMS = {
    "preview_permission": {"permission": "listVoice"},
    "plan_until": {"until": "2026-11-27T18:00:00+08:00"},
}


def test_every_advice_of_the_services_has_a_sentence() -> None:
    assert set(ADVICE_KEYS) <= set(SENTENCES)


@in_each_language
@pytest.mark.parametrize(("key", "code"), EVERY_CODE, ids=lambda value: str(value))
def test_every_code_is_told(key: str, code: str, language: str) -> None:
    service = PROVIDERS[key]
    known = service.codes[code]
    with override(language):
        told = advise(
            known.advice,
            service=service.name,
            terms=known.terms,
            requirements=service.limits.requirements,
        )
        meaning = gettext(known.meaning)
    for sentence in (told.happened, told.to_do, meaning):
        assert sentence
        assert "%" not in sentence
        assert bool(CHINESE.search(sentence)) is (language == "zh-hans")
    assert told.key in ADVICE_KEYS


@in_each_language
@pytest.mark.parametrize("key", ADVICE_KEYS)
def test_every_advice_is_told(key: str, language: str) -> None:
    with override(language):
        told = advise(key, service="Coze", terms=TERMS.get(key))
    assert "%" not in told.happened + told.to_do
    assert bool(CHINESE.search(told.to_do)) is (language == "zh-hans")


@in_each_language
@pytest.mark.parametrize("kind", range(1, 8))
def test_every_kind_of_objection_is_told(kind: int, language: str) -> None:
    with override(language):
        assert bool(CHINESE.search(flagged_sentence(kind))) is (language == "zh-hans")


def test_what_a_service_asks_for_is_told_where_it_does_not_allow_something() -> None:
    coze, minimax = PROVIDERS["coze"], PROVIDERS["minimax"]
    assert coze.codes["4101"].advice == minimax.codes["2038"].advice == "permission"
    told = advise("permission", service="Coze", requirements=coze.limits.requirements)
    assert "createVoice" in told.to_do
    assert "enterprise plan" in told.to_do.lower()
    told = advise("permission", service="MiniMax", requirements=minimax.limits.requirements)
    assert "verification" in told.to_do
    assert "createVoice" not in advise("key", service="Coze", requirements=coze.limits.requirements).to_do


def test_what_rests_on_old_or_foreign_papers_says_so() -> None:
    coze, minimax, aiping = (PROVIDERS[key] for key in ("coze", "minimax", "aiping"))
    assert code_words(coze, "1123") == "The trainings of the voice are used up (not verified)"
    assert code_words(coze, "1109") == "The recording does not say the given words"
    assert "not verified" in code_words(minimax, "2054")
    # On MiniMax's page and on AIPing's; on MiniMax's alone; on none.
    assert ["not verified" in code_words(aiping, code) for code in ("2038", "1008", "402")] == [
        False,
        True,
        True,
    ]
    with override("zh-hans"):
        assert code_words(coze, "4027").endswith("（未经证实）")
    assert code_words(coze, "99") == ""


def test_a_gateway_without_regions_does_not_speak_of_them() -> None:
    assert [PROVIDERS[key].codes["1004"].advice for key in ("minimax", "aiping", "kkiai")] == [
        "region",
        "key",
        "key",
    ]


def test_an_unknown_answer_is_told_as_one() -> None:
    assert advise("quite_new", service="Coze").happened == advise("unknown_code", service="Coze").happened
