"""MiniMax's whole error table: what each code proves, advises, and whether it is repeated."""

from datetime import UTC, datetime

import pytest

from tests.providers.helpers import KEY, Line, Notebook, clone_request, recording, reply
from voicelab.providers.errors import ADVICE_KEYS, ProviderError, Refused
from voicelab.providers.messages import Ticket
from voicelab.providers.minimax import MiniMax
from voicelab.providers.minimax_facts import CODES

TICKET = Ticket({"file_id": 1}, datetime.now(UTC))

# code, advice, proves, repeatable
TABLE = [
    (1000, "later", "unknown", False),
    (1001, "later", "unknown", False),
    (1002, "rate", "nothing", True),
    (1004, "region", "nothing", False),
    (1008, "balance", "nothing", False),
    (1013, "later", "unknown", False),
    (1024, "later", "unknown", False),
    (1026, "text_sensitive", "nothing", False),
    (1027, "text_sensitive", "unknown", False),
    (1028, "plan", "nothing", False),
    (1030, "plan", "nothing", False),
    (1033, "later", "unknown", False),
    (1039, "rate", "nothing", True),
    (1041, "busy", "nothing", True),
    (1042, "text_characters", "nothing", False),
    (1043, "transcript_mismatch", "nothing", False),
    (1044, "prompt_mismatch", "nothing", False),
    (2013, "parameters", "nothing", False),
    (20132, "sample_unreadable", "nothing", False),
    (2037, "sample_length", "nothing", False),
    (2038, "permission", "nothing", False),
    (2039, "name_taken", "nothing", False),
    (2042, "voice_gone", "nothing", False),
    (2045, "rate", "nothing", True),
    (2048, "prompt_length", "nothing", False),
    (2049, "key", "nothing", False),
    (2054, "voice_gone", "nothing", False),
    (2056, "plan", "nothing", False),
    (2061, "model", "nothing", False),
    (2201, "unknown_code", "unknown", False),
    (2202, "unknown_code", "unknown", False),
    (2203, "unknown_code", "unknown", False),
    (2204, "unknown_code", "unknown", False),
    (2205, "unknown_code", "unknown", False),
    (4711, "unknown_code", "unknown", False),
]


def refused(code: int, *, status: int = 200) -> ProviderError:
    line = Line([reply({"base_resp": {"status_code": code, "status_msg": "its words"}}, status=status)])
    notebook = Notebook()
    service = MiniMax(key=KEY, values={}, client=line.client(), journal=notebook)
    with pytest.raises(ProviderError) as caught:
        service.clone(clone_request(preview_text="Hello."), TICKET)
    assert notebook.answer.proves == caught.value.proves
    assert (notebook.answer.code, notebook.answer.message) == (str(code), "its words")
    return caught.value


@pytest.mark.parametrize(("code", "advice", "proves", "repeatable"), TABLE)
def test_each_code(code: int, advice: str, proves: str, repeatable: bool) -> None:
    error = refused(code)
    assert isinstance(error, Refused)
    assert (error.advice, error.proves, error.repeatable) == (advice, proves, repeatable)
    assert (error.code, error.message) == (str(code), "its words")


def test_the_table_has_no_other_codes() -> None:
    assert set(CODES) == {str(row[0]) for row in TABLE} - {"4711"}
    assert all(code.meaning and code.advice in ADVICE_KEYS for code in CODES.values())


def test_a_code_may_come_as_text() -> None:
    line = Line([reply({"base_resp": {"status_code": " 1008 "}})])
    service = MiniMax(key=KEY, values={}, client=line.client(), journal=Notebook())
    with pytest.raises(Refused) as caught:
        service.clone(clone_request(), TICKET)
    assert caught.value.advice == "balance"


def test_a_success_at_an_error_status_is_not_believed() -> None:
    error = refused(0, status=400)
    assert error.proves == "unknown"


def test_an_unlisted_code_proves_nothing_happened_only_with_a_4xx() -> None:
    assert refused(4711, status=400).proves == "nothing"
    assert refused(4711).proves == "unknown"


def test_every_5xx_is_unknown_whatever_its_code() -> None:
    error = refused(1002, status=503)
    assert (error.advice, error.proves, error.repeatable) == ("rate", "unknown", False)


def test_lengths_are_told() -> None:
    assert refused(2037).terms == {"least": 10, "most": 300}
    assert refused(2048).terms == {"most": 8}


@pytest.mark.parametrize("code", [1000, 1001, 1013, 1024, 1033])
def test_a_free_call_is_repeated_after_any_passing_trouble(code: int, tmp_path: object) -> None:
    line = Line([reply({"base_resp": {"status_code": code}})])
    service = MiniMax(key=KEY, values={}, client=line.client(), journal=Notebook())
    with pytest.raises(Refused) as caught:
        service.upload(clone_request(recording=recording(tmp_path)))  # type: ignore[arg-type]
    assert caught.value.repeatable


def test_an_invalid_voice_reads_as_gone_when_it_should_speak() -> None:
    line = Line([reply({"base_resp": {"status_code": 20132}})])
    service = MiniMax(key=KEY, values={}, client=line.client(), journal=Notebook())
    with pytest.raises(Refused) as caught:
        service.speak(voice_id="v", text="Hello.", options={})
    assert caught.value.advice == "voice_gone"
