from typing import Any

from tests.providers.contract import ProviderContract
from voicelab.providers.coze import Coze


def refused(status: int, code: int, words: str = "said the service") -> tuple[int, Any]:
    return status, {"code": code, "msg": words, "detail": {"logid": "20241210152726467C48D89D6DB2"}}


class TestCoze(ProviderContract):
    service = Coze
    ticket_values = {}
    cloned = (
        200,
        {
            "detail": {"logid": "202410242028595CCF353CEC86A8"},
            "data": {"voice_id": "734829333445931"},
            "code": 0,
            "msg": "",
        },
    )
    cloned_without_id = 200, {"code": 0, "msg": "", "data": {}}
    uploaded = None
    uploaded_without_id = None
    bad_key = refused(401, 4100, "authentication is invalid")
    # No number for arrears is known; this one, of a free quota, is remembered and not verified.
    no_money = refused(402, 4027)
    busy = refused(429, 4013, "rate limit exceeded")
    down = refused(500, 5000)
    unknown_code = refused(400, 7777, "quite new")
    refused_recording = refused(400, 1127)
    refused_text = refused(400, 1125)
    # Nothing is unique there; what comes closest are trainings that are used up.
    duplicate = refused(400, 1123)
    duplicate_advice = "no_trainings"
