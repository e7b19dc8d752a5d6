"""Coze's words and numbers, from its clone page and the fact sheet of 2026: limits and codes.

Where both are silent, the choice made for practice is said beside the value. Amounts of fees are not known:
what is paid for stands in the books with the amount 0.
"""

from datetime import timedelta
from decimal import Decimal

# --- limits ------------------------------------------------------------------------------------

# "10MB" is not said to be decimal or binary; the smaller reading, so that nothing passes here by luck.
SAMPLE_BYTES = 10_000_000
SAMPLE_FORMATS = frozenset({"wav", "mp3", "ogg", "m4a", "aac", "pcm"})
PCM_RATE = 24_000
# 10 to 30 seconds are advised and nothing is refused for its length; this is where measuring stops.
MEASURED_SECONDS = 300.0
NAME_BYTES = 128
TRANSCRIPT_BYTES = 1_024
SPEECH_BYTES = 1_024
# No rule is published for the preview's text. Assumed to be that of speech (1126).
PREVIEW_BYTES = 1_024
TRAININGS = 10
PAGE_SIZE = (1, 100)
# From the two moments in the page's example of a link.
LINK_LIFE = timedelta(hours=24)

# --- choices -----------------------------------------------------------------------------------

# language -> (eSpeak's code, Coze's name)
LANGUAGES = {
    "zh": ("cmn", "中文"),
    "en": ("en", "英语"),
    "ja": ("ja", "日语"),
    "es": ("es", "西班牙语"),
    "id": ("id", "印度尼西亚语"),
    "pt": ("pt", "葡萄牙语"),
}
DEFAULT_PREVIEW_TEXT = "你好，我是你的专属AI克隆声音，希望未来可以一起好好相处哦"
# response_format -> our name of the encoding, content type (the types are assumed)
FORMATS = {
    "mp3": ("mp3", "audio/mpeg"),
    "wav": ("wav", "audio/wav"),
    "pcm": ("pcm", "audio/pcm"),
    "ogg_opus": ("opus", "audio/ogg"),
}
SAMPLE_RATES = frozenset({8000, 16000, 22050, 24000, 32000, 44100, 48000})
# voice_id -> (name, model_type, language)
SYSTEM_VOICES = {
    "7426720361733144585": ("邻家女孩", "big", "zh"),
    "7426720361732915209": ("渊博小叔", "big", "zh"),
    "7426720361733046281": ("Adam", "small", "en"),
}

# --- answers -----------------------------------------------------------------------------------

CURRENCY = "CNY"
UNKNOWN_AMOUNT = Decimal(0)

MESSAGES = {
    0: "",
    1001: "bad request parameters",
    1101: "audio upload failed",
    1102: "speech recognition failed",
    1104: "voiceprint check failed",
    1105: "get audio data failed",
    1107: "voice id not found",
    1108: "audio transcode failed",
    1109: "WERError",
    1112: "noise measurement failed",
    1113: "denoise failed",
    1114: "audio quality too poor",
    1122: "no human voice detected",
    1123: "training times used up",
    1124: "recognised text did not pass moderation",
    1125: "preview text did not pass moderation",
    1126: "invalid preview text length",
    1127: "audio did not pass moderation",
    1128: "text did not pass moderation",
    4000: "The request parameters are invalid",
    4013: "The request frequency is too high, please retry later",
    4100: "authentication is invalid",
    4101: "The token you entered is incorrect or does not have the permission",
    4200: "The requested resource does not exist",
    700012006: "access token invalid",
    720701013: "server error, please retry later",
}
# The statuses of all other codes are not known. 200 is the choice: failures at 200 are met in any case.
STATUSES = {4000: 400, 4013: 429, 4100: 401, 4101: 403, 4200: 404, 700012006: 401}
