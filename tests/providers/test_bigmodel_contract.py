from typing import Any

from tests.providers.contract import ProviderContract
from voicelab.providers.bigmodel import BigModel


def refused(status: int, code: str, words: str = "said the service") -> tuple[int, Any]:
    return status, {"error": {"code": code, "message": words}}


class TestBigModel(ProviderContract):
    service = BigModel
    ticket_values = {"file_id": "file_abc123def456ghi789"}
    cloned = (
        200,
        {
            "voice": "voice_clone_20240315_143052_001",
            "file_id": "file_xyz789abc456def123",
            "file_purpose": "voice-clone-output",
            "request_id": "voice_clone_req_20240315_143052_001",
        },
    )
    cloned_without_id = 200, {"request_id": "voice_clone_req_001"}
    uploaded = (
        200,
        {
            "id": "file_abc123def456ghi789",
            "object": "file",
            "bytes": 12,
            "created_at": 1710484252,
            "filename": "recording.wav",
            "purpose": "voice-clone-input",
        },
    )
    uploaded_without_id = 200, {"object": "file"}
    bad_key = refused(401, "1000", "身份验证失败")
    no_money = refused(429, "1113", "您的账户已欠费，请充值后重试")
    busy = refused(429, "1302", "您的账户已达到速率限制")
    down = refused(500, "500")
    unknown_code = refused(400, "7777", "quite new")
    # One code for both: the sentence names both.
    refused_recording = None
    refused_text = refused(400, "1301", "系统检测到输入内容可能包含不安全或敏感内容")
    duplicate = refused(400, "1214", "voice_name 已存在")
