from typing import Any

from tests.providers.contract import ProviderContract
from voicelab.providers.minimax import MiniMax


def answer(code: int, words: str = "said the service", **more: Any) -> tuple[int, Any]:
    return 200, {**more, "base_resp": {"status_code": code, "status_msg": words}}


class TestMiniMax(ProviderContract):
    service = MiniMax
    ticket_values = {"file_id": 365182159339614}
    cloned = answer(
        0,
        "success",
        input_sensitive={"type": 2},
        demo_audio="https://cdn.minimaxi.com/demo.mp3?Expires=1&Signature=abc",
        extra_info={"audio_length": 11124, "usage_characters": 18},
    )
    uploaded = answer(0, "success", file={"file_id": 365182159339614, "bytes": 12, "purpose": "voice_clone"})
    cloned_without_id = None
    uploaded_without_id = answer(0, "success", file={"bytes": 12})
    bad_key = answer(2049, "invalid api key")
    no_money = answer(1008, "insufficient balance")
    busy = answer(1041, "conn limit")
    down = 503, {}
    unknown_code = answer(7777, "quite new")
    refused_recording = answer(1026, "sensitive", input_sensitive=True, input_sensitive_type=2)
    refused_text = answer(1026, "sensitive", input_sensitive=False, input_sensitive_type=0)
    duplicate = answer(2039, "voice clone voice id duplicate")
