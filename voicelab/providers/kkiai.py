"""kkiai: MiniMax's conversation under a prefix, behind a gateway of the New API kind.

From its page "Voice Tone Quick Clone". Of a success it shows `{}` alone, which proves neither that a voice was
made nor that none was; a reply passed through from MiniMax is read as MiniMax's. Its upload, list and delete
pages were not found.
"""

from dataclasses import replace
from typing import Any

from voicelab.providers.bodies import Reply
from voicelab.providers.limits import N_, AccountSetting, Code
from voicelab.providers.messages import KeyCheck
from voicelab.providers.minimax_gateway import LIMITS, Gateway, codes, settings


class Kkiai(Gateway):
    key = "kkiai"
    name = "kkiai"
    company = N_("kkiai (SynStar AI), which passes the recording on to MiniMax, Shanghai")
    country = N_("China (where kkiai itself is, it does not say)")
    key_page = "https://www.kkiai.com/"
    # Its page names no refusal, no lifetime, no language, and four of the models.
    limits = replace(
        LIMITS,
        grounds={
            **LIMITS.grounds,
            "keeping": "assumed",
            "languages": "assumed",
            "models": "assumed",
            "tone_tags": "assumed",
        },
    )
    codes = {
        **codes(),
        "insufficient_user_quota": Code(
            N_("The quota of the user is used up"), "balance", "nothing", verified=False
        ),
        "pre_consume_token_quota_failed": Code(
            N_("The quota of the key is used up"), "balance", "nothing", verified=False
        ),
        "rate_limit_exceeded": Code(
            N_("Too many requests to the gateway"), "rate", "nothing", passing=True, verified=False
        ),
    }
    settings = (
        *settings(
            "https://www.kkiai.com",
            clone_path="/minimax/v1/voice_clone",
            speak_path="/minimax/v1/t2a_v2",
            assumed={
                "upload_path": "/minimax/v1/files/upload",
                "prompt_upload_path": "/minimax/v1/files/upload",
                "list_path": "/minimax/v1/get_voice",
                "delete_path": "/minimax/v1/delete_voice",
            },
        ),
        AccountSetting("models_path", N_("Path: list models"), "/v1/models", kind="path"),
    )

    def check_key(self) -> KeyCheck:
        """The list of models is free and asks for the key; a list of voices may not be there at all."""
        self.call(
            "check_key",
            "GET",
            self.value("models_path"),
            also_success=frozenset({None}),
            seconds=float(self.value("check_seconds")),
            read=_models,
        )
        return KeyCheck(
            proved=(N_("The service accepts the key."),),
            not_proved=(
                N_("Whether the account may copy voices shows only when a voice is made."),
                N_("Whether it has enough balance shows only when something is charged."),
                N_("Whether it can list and delete voices shows only when it is asked to."),
            ),
        )


def _models(reply: Reply) -> list[Any]:
    """Raises LookupError, TypeError."""
    return list(reply.body["data"])
