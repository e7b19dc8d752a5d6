"""AIPing and kkiai keep what MiniMax keeps: a passed-on answer is MiniMax's own."""

from tests.providers.test_minimax_contract import TestMiniMax as MiniMaxContract
from voicelab.providers.aiping import AIPing
from voicelab.providers.kkiai import Kkiai


class TestAIPing(MiniMaxContract):
    service = AIPing
    # The reply of its page has no extra_info, and the object form of input_sensitive.
    cloned = (
        200,
        {
            "input_sensitive": {"type": 0},
            "demo_audio": "https://example.com/demo.mp3",
            "base_resp": {"status_code": 0, "status_msg": "success"},
        },
    )
    settles = False


class TestKkiai(MiniMaxContract):
    service = Kkiai
    settles = False


# Imported for its tests, which run in their own file.
del MiniMaxContract
