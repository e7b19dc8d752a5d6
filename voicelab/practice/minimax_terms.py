"""MiniMax's words and numbers, from its clone page and the fact sheet of 2026: limits, codes, prices.

Where both are silent, the choice made for practice is said beside the value.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

# --- limits ------------------------------------------------------------------------------------

# "20 mb" is not said to be decimal or binary; the smaller reading, so that nothing passes here by luck.
UPLOAD_BYTES = 20_000_000
SAMPLE_FORMATS = frozenset({"mp3", "m4a", "wav"})
PURPOSES = frozenset({"voice_clone", "prompt_audio"})
SAMPLE_SECONDS = (10.0, 300.0)
PROMPT_SECONDS_BELOW = 8.0
PREVIEW_CHARACTERS = 1_000
SPEECH_CHARACTERS = 9_999
TRANSCRIPT_CHARACTERS = 200
VOICE_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{6,254}[A-Za-z0-9]")
INT64 = 2**63 - 1
INVISIBLE_SHARE = 0.1

# A voice without a real synthesis within this time of its making is deleted; an exact 168 hours is too late.
UNUSED_LIFE = timedelta(hours=168)
# Documented for synthesis; two sampled preview links lived as long.
LINK_LIFE = timedelta(hours=24)

# --- choices -----------------------------------------------------------------------------------

MODELS = tuple(f"speech-{line}-{tier}" for line in ("2.8", "2.6", "02", "01") for tier in ("hd", "turbo"))
MODELS_WITH_TONE_TAGS = frozenset({"speech-2.8-hd", "speech-2.8-turbo"})

# language_boost -> eSpeak's code. Persian, Filipino and Tamil are said not to be supported by speech-01 and
# speech-02; that such a pair is refused is not said, so it is not.
LANGUAGES = {
    "Chinese": "cmn",
    "Chinese,Yue": "yue",
    "English": "en",
    "Arabic": "ar",
    "Russian": "ru",
    "Spanish": "es",
    "French": "fr",
    "Portuguese": "pt",
    "German": "de",
    "Turkish": "tr",
    "Dutch": "nl",
    "Ukrainian": "uk",
    "Vietnamese": "vi",
    "Indonesian": "id",
    "Japanese": "ja",
    "Italian": "it",
    "Korean": "ko",
    "Thai": "th",
    "Polish": "pl",
    "Romanian": "ro",
    "Greek": "el",
    "Czech": "cs",
    "Finnish": "fi",
    "Hindi": "hi",
    "Bulgarian": "bg",
    "Danish": "da",
    "Hebrew": "he",
    "Malay": "ms",
    "Persian": "fa",
    "Slovak": "sk",
    "Swedish": "sv",
    "Croatian": "hr",
    "Filipino": "",
    "Hungarian": "hu",
    "Norwegian": "nb",
    "Slovenian": "sl",
    "Catalan": "ca",
    "Nynorsk": "nb",
    "Tamil": "ta",
    "Afrikaans": "af",
    "auto": "",
}

EMOTIONS = frozenset(
    {"happy", "sad", "angry", "fearful", "disgusted", "surprised", "calm", "fluent", "whisper"}
)
SAMPLE_RATES = frozenset({8000, 16000, 22050, 24000, 32000, 44100})
BITRATES = frozenset({32000, 64000, 128000, 256000})
SOUND_EFFECTS = frozenset({"spacious_echo", "auditorium_echo", "lofi_telephone", "robotic"})
SUBTITLE_TYPES = frozenset({"sentence", "word", "word_streaming"})
MIXED_VOICES = 4
VOICE_TYPES = ("system", "voice_cloning", "voice_generation")

SYSTEM_VOICES = {
    "Wise_Woman": "Wise Woman",
    "Friendly_Person": "Friendly Person",
    "Deep_Voice_Man": "Deep Voice Man",
    "male-qn-qingse": "青涩青年音色",
    "female-shaonv": "少女音色",
}

# --- answers -----------------------------------------------------------------------------------

MESSAGES = {
    0: "success",
    1000: "unknown error",
    1001: "timeout",
    1002: "rate limit exceeded(RPM)",
    1004: "login fail: please carry the API secret key in the 'Authorization' field of the request header",
    1008: "insufficient balance",
    1013: "internal service error",
    1024: "internal error",
    1026: "input new_sensitive",
    1027: "output new_sensitive",
    1033: "system error",
    1039: "rate limit exceeded(TPM)",
    1041: "conn limit",
    1042: "invisible character ratio limit",
    1043: "asr similarity check failed",
    1044: "clone prompt similarity check failed",
    2013: "invalid params",
    20132: "samples or voice_id is invalid",
    2037: "voice duration too short / voice duration too long",
    2038: "voice clone user forbidden",
    2039: "voice clone voice id duplicate",
    2042: "you don't have access to this voice_id",
    2045: "rate growth limit",
    2048: "prompt audio too long",
    2049: "invalid api key",
    2054: "voice id not exist",
    2056: "usage limit exceeded",
    2061: "your current token plan not support model",
}

# --- money: mainland prices of 2026 --------------------------------------------------------------

CURRENCY = "CNY"
PER_10K_CHARACTERS = {"hd": Decimal("3.5"), "turbo": Decimal("2")}
CLONE_FEE = Decimal("9.9")

_CHINESE = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def billed_characters(text: str) -> int:
    """A Chinese character counts two; everything else, tags and pauses as well, one a sign."""
    return len(text) + len(_CHINESE.findall(text))


def speech_price(model: str, characters: int) -> Decimal:
    return PER_10K_CHARACTERS[model.rpartition("-")[2]] * characters / 10_000


# --- text --------------------------------------------------------------------------------------

_TONE_TAG = re.compile(
    r"\((?:laughs|chuckle|coughs|clear-throat|groans|breath|pant|inhale|exhale|gasps|sniffs|sighs|snorts|burps"
    r"|lip-smacking|humming|hissing|emm|whistles|sneezes|crying|applause)\)"
)
# Documented for synthesis; taken to hold for the preview's text as well.
_PAUSE = re.compile(r"<#(\d{1,2}(?:\.\d{1,2})?)#>")


def spoken_parts(text: str, model: str) -> Sequence[str | float]:
    """Words and pauses. Tone tags are no words to the models that know them; the others read them out."""
    words = _TONE_TAG.sub(" ", text) if model in MODELS_WITH_TONE_TAGS else text
    return [float(piece) if place % 2 else piece for place, piece in enumerate(_PAUSE.split(words))]


def word_count(text: str, model: str) -> int:
    """Chinese characters, letters and digits that are spoken; no punctuation."""
    words = [part for part in spoken_parts(text, model) if isinstance(part, str)]
    return sum(sign.isalnum() for sign in "".join(words))


def invisible_share(text: str) -> float:
    """The share of ASCII control characters other than tab and line feed."""
    invisible = sum((sign < " " and sign not in "\t\n") or sign == "\x7f" for sign in text)
    return invisible / max(len(text), 1)


def ends_with_punctuation(text: str) -> bool:
    return bool(text) and unicodedata.category(text[-1]).startswith("P")
