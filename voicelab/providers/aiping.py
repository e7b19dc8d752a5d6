"""AIPing: MiniMax's conversation behind one address with other models.

From its page "MiniMax quick voice cloning". Its upload and delete pages were not found; list and speech are
known from copies of its pages. A price or a rule for fees was not found.
"""

from voicelab.providers.limits import N_, AccountSetting, Code
from voicelab.providers.minimax_gateway import Gateway, codes, settings


class AIPing(Gateway):
    key = "aiping"
    name = "AIPing"
    company = N_("AIPing, which passes the recording on to MiniMax, Shanghai")
    country = N_("China")
    key_page = "https://aiping.cn/"
    also_spoken = frozenset({None})
    # What the gateway itself refuses carries no code of MiniMax's; then the status counts.
    codes = {
        **codes(stated=frozenset({"1000", "1001", "1002", "1004", "1013", "2013", "2038"})),
        "401": Code(N_("The gateway does not accept the key"), "key", "nothing", verified=False),
        "402": Code(N_("Not enough balance at the gateway"), "balance", "nothing", verified=False),
        "404": Code(N_("The gateway does not know the path or the model"), "path", "nothing", verified=False),
        "422": Code(N_("The gateway does not know the model"), "model", "nothing", verified=False),
        "429": Code(N_("Too many requests to the gateway"), "rate", "nothing", passing=True, verified=False),
    }
    settings = (
        *settings(
            "https://aiping.cn/api/v1",
            clone_path="/audio/minimax/voices/clone",
            list_path="/audio/minimax/voices/list",
            speak_path="/audio/speech",
            assumed={
                "upload_path": "/audio/minimax/files/upload",
                "prompt_upload_path": "/audio/minimax/files/upload",
                "delete_path": "/audio/minimax/voices/delete",
            },
        ),
        AccountSetting(
            "speaking_prefix",
            N_("How the names of models begin when they speak"),
            "MiniMax-Speech-",
            N_("In place of “speech-”."),
        ),
    )

    def _speaking_model(self, model: str) -> str:
        return model.replace("speech-", self.value("speaking_prefix"), 1)
