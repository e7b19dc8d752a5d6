"""BigModel's words and numbers, from its clone page and the fact sheet of 2026: limits, codes, prices.

Where both are silent, the choice made for practice is said beside the value.
"""

from datetime import timedelta, timezone
from decimal import Decimal

# --- limits ------------------------------------------------------------------------------------

# An older page speaks of 435 above 100 MB for any file; the clone page of 10M for the sample, judged there.
UPLOAD_BYTES = 100_000_000
# Not said to be decimal or binary; the smaller reading, so that nothing passes here by luck.
SAMPLE_BYTES = 10_000_000
SAMPLE_FORMATS = frozenset({"mp3", "wav"})
# 3 to 30 seconds are advised and nothing is refused for its length; this is where measuring stops.
MEASURED_SECONDS = 300.0
SAMPLE_PURPOSE = "voice-clone-input"
PREVIEW_PURPOSE = "voice-clone-output"
LISTED_PURPOSES = frozenset({"batch", "code-interpreter", "agent"})
REQUEST_ID_CHARACTERS = (6, 64)
SPEECH_CHARACTERS = 1_024
# No rule is published for the preview's text. Assumed, so that nobody can order an hour of it (1261).
PREVIEW_CHARACTERS = 4_096
# Assumed: how long a preview's link lives is not said.
LINK_LIFE = timedelta(hours=24)
# create_time and update_time name no zone; assumed to be China's.
ZONE = timezone(timedelta(hours=8))
RATE = 24_000

# --- choices -----------------------------------------------------------------------------------

# The older name is on the given page and in samples of the client; assumed to be taken still.
CLONE_MODELS = frozenset({"glm-tts-clone", "cogtts-clone", "CogTTS-clone"})
SPEECH_MODELS = frozenset({"glm-tts", "cogtts"})
SYSTEM_VOICES = {
    "tongtong": "彤彤",
    "chuichui": "锤锤",
    "xiaochen": "小陈",
    "jam": "jam",
    "kazi": "kazi",
    "douji": "douji",
    "luodo": "luodo",
}
VOICE_TYPES = ("PRIVATE", "OFFICIAL")

# --- answers -----------------------------------------------------------------------------------

MESSAGES = {
    0: "success",
    434: "no permission for the file API",
    435: "the file is larger than 100 MB",
    500: "internal error",
    1000: "authentication failed",
    1001: "no authentication in the header",
    1002: "the token is malformed",
    1003: "the token has expired",
    1004: "the token did not pass its check",
    1005: "the account asks for a second factor",
    1110: "the account is inactive",
    1111: "the account does not exist",
    1112: "the account is locked",
    1113: "the account is in arrears, top it up",
    1120: "the account cannot be reached",
    1121: "the account is banned",
    1200: "the call failed",
    1210: "wrong parameters",
    1211: "the model does not exist",
    1212: "the model does not support this call",
    1213: "a parameter was not received",
    1214: "a parameter is invalid",
    1215: "two parameters exclude each other",
    1220: "no permission for this API",
    1221: "the API was withdrawn",
    1222: "the API does not exist",
    1230: "the call went wrong",
    1231: "this request_id exists already",
    1234: "network error, error id: practice",
    1261: "the prompt is too long",
    1301: "unsafe or sensitive content",
    1302: "rate limit of the account reached",
    1303: "requests come too often",
    1304: "daily limit of calls reached",
    1305: "the model is overloaded, try again later",
    1308: "usage limit reached, it is reset at 2099-01-01 00:00:00",
    1309: "the plan has expired",
    1310: "weekly or monthly limit reached, it is reset at 2099-01-01 00:00:00",
    1311: "the plan does not hold this model",
}
# Statuses that are not known (accounts: the older table; 1231) are choices: 401, and 400 as for all others.
STATUSES = {
    434: 434,
    435: 435,
    1220: 403,
    **dict.fromkeys((1000, 1001, 1002, 1003, 1004, 1005, 1110, 1111, 1112, 1120, 1121), 401),
    **dict.fromkeys((1113, 1302, 1303, 1304, 1305, *range(1308, 1322)), 429),
    **dict.fromkeys((500, 1200, 1230, 1234), 500),
}

# --- money: an old copy of the price page, for the models' older names --------------------------------

CURRENCY = "CNY"
CLONE_PRICE = Decimal(6)
PER_10K_CHARACTERS = Decimal(4)
