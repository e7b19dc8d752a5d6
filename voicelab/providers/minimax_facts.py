"""What the MiniMax family is known to take and to answer, as data.

From the voice_clone page of platform.minimaxi.com, its error-code page, and public copies of its price pages.
"""

from datetime import date
from decimal import Decimal

from voicelab.providers.bounds import CALL_BOUNDS
from voicelab.providers.languages import LANGUAGES
from voicelab.providers.limits import N_, AccountSetting, Code, Limits, Model, Option, Price, TextLimit
from voicelab.providers.paces import pace_settings

# The values of language_boost, by our tags.
LANGUAGE_BOOST = {
    "zh": "Chinese",
    "yue": "Chinese,Yue",
    "en": "English",
    "ar": "Arabic",
    "ru": "Russian",
    "es": "Spanish",
    "fr": "French",
    "pt": "Portuguese",
    "de": "German",
    "tr": "Turkish",
    "nl": "Dutch",
    "uk": "Ukrainian",
    "vi": "Vietnamese",
    "id": "Indonesian",
    "ja": "Japanese",
    "it": "Italian",
    "ko": "Korean",
    "th": "Thai",
    "pl": "Polish",
    "ro": "Romanian",
    "el": "Greek",
    "cs": "Czech",
    "fi": "Finnish",
    "hi": "Hindi",
    "bg": "Bulgarian",
    "da": "Danish",
    "he": "Hebrew",
    "ms": "Malay",
    "fa": "Persian",
    "sk": "Slovak",
    "sv": "Swedish",
    "hr": "Croatian",
    "fil": "Filipino",
    "hu": "Hungarian",
    "no": "Norwegian",
    "sl": "Slovenian",
    "ca": "Catalan",
    "nn": "Nynorsk",
    "ta": "Tamil",
    "af": "Afrikaans",
}
AUTO_BOOST = "auto"
# Our own word: send no language_boost although the language of the recording is known.
NO_BOOST = "none"

TONE_TAGS = (
    ("(laughs)", N_("laughter")),
    ("(chuckle)", N_("a chuckle")),
    ("(coughs)", N_("a cough")),
    ("(clear-throat)", N_("clearing the throat")),
    ("(groans)", N_("a groan")),
    ("(breath)", N_("an ordinary breath")),
    ("(pant)", N_("panting")),
    ("(inhale)", N_("breathing in")),
    ("(exhale)", N_("breathing out")),
    ("(gasps)", N_("a gasp")),
    ("(sniffs)", N_("a sniff")),
    ("(sighs)", N_("a sigh")),
    ("(snorts)", N_("a snort")),
    ("(burps)", N_("a burp")),
    ("(lip-smacking)", N_("smacking the lips")),
    ("(humming)", N_("humming")),
    ("(hissing)", N_("a hiss")),
    ("(emm)", N_("a thoughtful hm")),
    ("(whistles)", N_("a whistle")),
    ("(sneezes)", N_("a sneeze")),
    ("(crying)", N_("sobbing")),
    ("(applause)", N_("clapping")),
)

_NOT_BEFORE_02 = ("fa", "fil", "ta")
MODELS = (
    Model("speech-2.8-hd", tone_tags=True, tier="hd"),
    Model("speech-2.8-turbo", tone_tags=True, tier="turbo"),
    Model("speech-2.6-hd", tone_tags=False, tier="hd"),
    Model("speech-2.6-turbo", tone_tags=False, tier="turbo"),
    Model("speech-02-hd", tone_tags=False, tier="hd", lacks=_NOT_BEFORE_02),
    Model("speech-02-turbo", tone_tags=False, tier="turbo", lacks=_NOT_BEFORE_02),
    # The price lists no longer name these two.
    Model("speech-01-hd", tone_tags=False, tier="", lacks=_NOT_BEFORE_02),
    Model("speech-01-turbo", tone_tags=False, tier="", lacks=_NOT_BEFORE_02),
)

OPTIONS = (
    Option(
        "model",
        "model",
        "choice",
        N_("Model of the preview"),
        N_("Only the preview is spoken by it. The voice works with every model afterwards."),
        choices=tuple((model.key, model.key) for model in MODELS),
        default=MODELS[0].key,
    ),
    Option(
        "language_boost",
        "language_boost",
        "choice",
        N_("Language boost"),
        N_("Helps with smaller languages and dialects."),
        choices=(
            ("", N_("The language of the recording")),
            (AUTO_BOOST, N_("Let the service find out")),
            (NO_BOOST, N_("None")),
            *((wire, LANGUAGES[tag]) for tag, wire in LANGUAGE_BOOST.items()),
        ),
    ),
    Option(
        "noise_reduction",
        "need_noise_reduction",
        "switch",
        N_("Reduce noise"),
        N_("The service cleans the recording before it copies the voice."),
        default=False,
    ),
    Option(
        "volume_normalization",
        "need_volume_normalization",
        "switch",
        N_("Level the loudness"),
        N_("The service evens out quiet and loud parts of the recording."),
        default=False,
    ),
    Option(
        "watermark",
        "aigc_watermark",
        "switch",
        N_("Audible AI mark at the end of the preview"),
        N_("Only the preview carries it, not what the voice says later."),
        default=False,
    ),
    Option(
        "transcript_check",
        "text_validation",
        "switch",
        N_("Compare the recording with its words"),
        N_(
            "The service refuses a recording that says something else. Only for words of at most 200 characters."
        ),
        default=False,
    ),
    Option(
        "accuracy",
        "accuracy",
        "number",
        N_("How closely the words must match"),
        N_("From 0 to 1; counts only when the words are compared."),
        between=(0.0, 1.0),
        default=0.7,
    ),
)

LIMITS = Limits(
    sample_formats=("wav", "mp3", "m4a"),
    sample_codecs=("pcm_s16le", "mp3", "aac"),
    sample_seconds=(10.0, 300.0),
    sample_seconds_advised=(10.0, 300.0),
    # "20 mb" on the page; the smaller reading is always within it.
    sample_bytes=20_000_000,
    preview_text=TextLimit(1000, "characters"),
    transcript=TextLimit(200, "characters", strict=False),
    speech_text=TextLimit(9_999, "characters", required=True),
    languages=LANGUAGE_BOOST,
    models=MODELS,
    default_model=MODELS[0].key,
    tone_tags=TONE_TAGS,
    options=OPTIONS,
    lifetime_hours=168,
    prompt_seconds=8.0,
    voice_id_rule=r"[A-Za-z][A-Za-z0-9_-]{6,254}[A-Za-z0-9]",
    requirements=(
        N_("Accounts in China must pass the personal or company verification before they may copy voices."),
    ),
    grounds={"transcript": "reported"},
)

_LENGTH = {"least": 10, "most": 300}
_PROMPT = {"most": 8}
CODES = {
    "1000": Code(
        N_("Unknown error; often a recording that cannot be read"), "later", "unknown", passing=True
    ),
    "1001": Code(N_("The service took too long"), "later", "unknown", passing=True),
    "1002": Code(N_("Too many requests"), "rate", "nothing", passing=True),
    "1004": Code(N_("Not authorised, or the key does not fit the region or group"), "region", "nothing"),
    "1008": Code(N_("Not enough balance"), "balance", "nothing"),
    "1013": Code(N_("Internal error of the service"), "later", "unknown", passing=True),
    "1024": Code(N_("Internal error"), "later", "unknown", passing=True),
    "1026": Code(N_("The input was flagged as sensitive"), "text_sensitive", "nothing"),
    # The output exists when it is judged, so something may have been made.
    "1027": Code(N_("The output was flagged as sensitive"), "text_sensitive", "unknown"),
    # Known from the official client alone, as 1030 and 2061.
    "1028": Code(N_("The quota of the plan is used up"), "plan", "nothing", verified=False),
    "1030": Code(N_("The quota of the plan is used up"), "plan", "nothing", verified=False),
    "1033": Code(N_("Error of a system behind the service"), "later", "unknown", passing=True),
    "1039": Code(N_("Too much text in a short time"), "rate", "nothing", passing=True),
    "1041": Code(N_("Too many connections"), "busy", "nothing", passing=True),
    "1042": Code(N_("Too many invisible or illegal characters"), "text_characters", "nothing"),
    "1043": Code(N_("The recording does not say the given words"), "transcript_mismatch", "nothing"),
    "1044": Code(N_("The prompt clip does not say its words"), "prompt_mismatch", "nothing"),
    "2013": Code(N_("Invalid parameters"), "parameters", "nothing"),
    "20132": Code(N_("The uploaded file or the voice id is not valid"), "sample_unreadable", "nothing"),
    "2037": Code(N_("The recording is too short or too long"), "sample_length", "nothing", terms=_LENGTH),
    "2038": Code(N_("Copying voices is not allowed to this account"), "permission", "nothing"),
    # Of an id that was asked for before it proves something else: see clone() and settle().
    "2039": Code(N_("The voice id exists already"), "name_taken", "nothing"),
    "2042": Code(N_("No access to this voice id"), "voice_gone", "nothing"),
    "2045": Code(N_("The requests grew too suddenly"), "rate", "nothing", passing=True),
    "2048": Code(N_("The prompt clip is too long"), "prompt_length", "nothing", terms=_PROMPT),
    "2049": Code(N_("Invalid key, or a key of another region"), "key", "nothing"),
    # On no page, and seen by many.
    "2054": Code(N_("The voice id does not exist"), "voice_gone", "nothing", verified=False),
    "2056": Code(N_("The usage limit of the plan is reached"), "plan", "nothing"),
    "2061": Code(N_("The model is not in the plan"), "model", "nothing", verified=False),
    # Of the WebSocket interface, which is not used here.
    "2201": Code(N_("The connection was idle too long"), "unknown_code", "unknown"),
    "2202": Code(N_("An event that is not allowed"), "unknown_code", "unknown"),
    "2203": Code(N_("The text is empty"), "unknown_code", "unknown"),
    "2204": Code(N_("The text is too long"), "unknown_code", "unknown"),
    "2205": Code(N_("Too many requests on one connection"), "unknown_code", "unknown"),
}

HOSTS = (
    ("https://api.minimaxi.com", N_("China")),
    ("https://api.minimax.cn", N_("China, newer name")),
    ("https://api-bj.minimaxi.com", N_("China, second site")),
    ("https://api.minimax.chat", N_("China, old name")),
    ("https://api.minimax.io", N_("International")),
    ("https://api-uw.minimax.io", N_("International, second site")),
    ("https://api.minimaxi.chat", N_("International, old name")),
)
INTERNATIONAL_HOSTS = frozenset({"api.minimax.io", "api-uw.minimax.io", "api.minimaxi.chat"})

_CHINA_AS_OF, _CHINA_SOURCE = date(2026, 7, 31), "platform.minimaxi.com, pay as you go"
_WORLD_AS_OF, _WORLD_SOURCE = date(2026, 8, 4), "platform.minimax.io, pay as you go"
CHINA_PRICES = {
    "hd": Price(Decimal("3.5"), "CNY", "10k_characters", _CHINA_AS_OF, _CHINA_SOURCE),
    "turbo": Price(Decimal("2"), "CNY", "10k_characters", _CHINA_AS_OF, _CHINA_SOURCE),
    "first_use": Price(Decimal("9.9"), "CNY", "voice", _CHINA_AS_OF, _CHINA_SOURCE),
}
# Published per million characters: 100 and 60 US dollars.
WORLD_PRICES = {
    "hd": Price(Decimal("1.00"), "USD", "10k_characters", _WORLD_AS_OF, _WORLD_SOURCE),
    "turbo": Price(Decimal("0.60"), "USD", "10k_characters", _WORLD_AS_OF, _WORLD_SOURCE),
    "first_use": Price(Decimal("1.5"), "USD", "voice", _WORLD_AS_OF, _WORLD_SOURCE),
}

SETTINGS = (
    AccountSetting(
        "base_url",
        N_("Address of the service"),
        HOSTS[0][0],
        N_("A key works only in the region where it was made."),
        kind="url",
        choices=HOSTS,
    ),
    AccountSetting("group_id", N_("Group id"), "", N_("Only for old accounts; usually left empty.")),
    AccountSetting("upload_path", N_("Path: upload a recording"), "/v1/files/upload", kind="path"),
    AccountSetting("prompt_upload_path", N_("Path: upload a prompt clip"), "/v1/files/upload", kind="path"),
    AccountSetting("clone_path", N_("Path: make a voice"), "/v1/voice_clone", kind="path"),
    AccountSetting("speak_path", N_("Path: speak"), "/v1/t2a_v2", kind="path"),
    AccountSetting("list_path", N_("Path: list voices"), "/v1/get_voice", kind="path"),
    AccountSetting("delete_path", N_("Path: delete a voice"), "/v1/delete_voice", kind="path"),
    AccountSetting("sample_purpose", N_("Purpose given with a recording"), "voice_clone"),
    AccountSetting("prompt_purpose", N_("Purpose given with a prompt clip"), "prompt_audio"),
    AccountSetting("default_model", N_("Model unless another is chosen"), MODELS[0].key),
    AccountSetting("extra_models", N_("More models, separated by commas"), ""),
    AccountSetting("lifetime_hours", N_("Hours until an unused voice is deleted"), 168, kind="number"),
    *CALL_BOUNDS,
    *pace_settings(
        at_once=10,
        clones=30,
        speeches=10,
        hints=("", N_("The service takes 60."), N_("The service takes 10 or 20, by the kind of account.")),
    ),
    AccountSetting("price_hd", N_("Price of 10,000 characters, hd models"), "", kind="number"),
    AccountSetting("price_turbo", N_("Price of 10,000 characters, turbo models"), "", kind="number"),
    AccountSetting("price_first_use", N_("Price of a voice at its first use"), "", kind="number"),
    AccountSetting(
        "price_currency", N_("Currency of these prices"), "", N_("Such as CNY or USD."), kind="currency"
    ),
    AccountSetting("price_as_of", N_("Date of these prices"), "", N_("Such as 2026-11-20."), kind="date"),
)
