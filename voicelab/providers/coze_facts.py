"""What Coze is known to take and to answer, as data.

From its page "clone a voice", its list and speech pages, its official clients, and the error table of
Volcengine's voice cloning, the engine behind it. Its own error and fee pages could not be read.
"""

from voicelab.providers.limits import N_, AccountSetting, Code, Limits, Option, TextLimit
from voicelab.providers.paces import pace_settings
from voicelab.providers.prices import OWN_PRICE_SETTINGS

LIMITS = Limits(
    # Raw PCM is taken too, but says nothing about itself.
    sample_formats=("wav", "mp3", "m4a", "ogg", "aac"),
    sample_codecs=("pcm_s16le", "mp3", "aac", "opus", "vorbis"),
    # No hard limit is published, only the advice; these keep out what makes no sense.
    sample_seconds=(1.0, 600.0),
    sample_seconds_advised=(10.0, 30.0),
    # "10MB" on the page; the smaller reading is always within it.
    sample_bytes=10_000_000,
    # Not published; this is the limit of the same service's other texts.
    preview_text=TextLimit(1024, "bytes"),
    transcript=TextLimit(1024, "bytes"),
    speech_text=TextLimit(1024, "bytes", required=True),
    voice_name=TextLimit(128, "bytes", required=True),
    spoken_by_default="你好，我是你的专属AI克隆声音，希望未来可以一起好好相处哦",
    languages={"zh": "zh", "en": "en", "ja": "ja", "es": "es", "id": "id", "pt": "pt"},
    options=(
        Option(
            "transcript_check",
            "text",
            "switch",
            N_("Compare the recording with its words"),
            N_("The service refuses a recording that says something else."),
            default=True,
        ),
    ),
    trainings=10,
    requirements=(
        N_("An enterprise plan (standard or flagship): personal and team plans cannot copy voices."),
        N_("A free place for the voice: one is included, more are bought by an administrator."),
        N_("Two fees, for the number of voices and for storing them, and enough balance beforehand."),
        N_("A token with the permissions createVoice, listVoice and createSpeech, and the workspace."),
    ),
    recording_advice=(
        N_("10 to 30 seconds of one voice, in a quiet room."),
        N_("The microphone within 50 cm, speaking naturally and clearly at a steady loudness and pace."),
        N_("Lively rather than flat: let tone, rhythm and stress vary."),
        N_("Rather not the voice of a child or of an old person."),
    ),
    grounds={"keeping": "assumed", "sample_seconds": "ours", "preview_text": "ours"},
)


def _engine(meaning: str, advice: str) -> Code:
    """A refusal of the engine, which may or may not be passed on in this form."""
    return Code(meaning, advice, "nothing", verified=False)


_ENGINE = {
    "1001": _engine(N_("Bad parameters"), "parameters"),
    "1101": _engine(N_("The recording could not be taken in"), "sample_unreadable"),
    "1102": _engine(N_("The speech was not understood"), "sample_unreadable"),
    "1104": _engine(N_("The voice is protected, or too similar to one that is"), "sample_sensitive"),
    "1105": _engine(N_("The recording could not be read"), "sample_unreadable"),
    "1107": _engine(N_("The voice id was not found"), "voice_gone"),
    "1108": _engine(N_("The recording could not be converted"), "sample_unreadable"),
    "1109": _engine(N_("The recording does not say the given words"), "transcript_mismatch"),
    "1112": _engine(N_("The noise could not be measured"), "sample_noise"),
    "1113": _engine(N_("The noise could not be removed"), "sample_noise"),
    "1114": _engine(N_("The quality is too poor"), "sample_noise"),
    "1122": _engine(N_("No human voice was found"), "sample_unreadable"),
    "1123": _engine(N_("The trainings of the voice are used up"), "no_trainings"),
    "1124": _engine(N_("What is said in the recording was refused"), "sample_sensitive"),
    "1125": _engine(N_("The preview text was refused"), "text_sensitive"),
    "1126": _engine(N_("The preview text has a wrong length"), "text_length"),
    "1127": _engine(N_("The sound of the recording was refused"), "sample_sensitive"),
    "1128": _engine(N_("The words of the recording were refused"), "text_sensitive"),
}
_STORAGE = Code(N_("Trouble of the engine"), "later", "unknown", passing=True, verified=False)
_FREE_QUOTA = Code(N_("The free quota is used up"), "balance", "nothing", verified=False)
CODES = {
    **_ENGINE,
    # As the engine itself writes them.
    **{f"4500{code}": known for code, known in _ENGINE.items()},
    **{f"5500130{last}": _STORAGE for last in range(1, 8)},
    # The one of them that stands on Coze's own page.
    "1109": Code(N_("The recording does not say the given words"), "transcript_mismatch", "nothing"),
    "3010": Code(N_("The text is too long (on the WebSocket)"), "text_length", "nothing"),
    "4000": Code(N_("Bad parameters"), "parameters", "nothing"),
    "4013": Code(N_("Too many requests"), "rate", "nothing", passing=True),
    "4027": _FREE_QUOTA,
    "4028": _FREE_QUOTA,
    "4100": Code(N_("The token is wrong, expired or revoked"), "key", "nothing"),
    "4101": Code(
        N_("The token is wrong, lacks a permission, or belongs to another site"), "permission", "nothing"
    ),
    "4200": Code(N_("Not found, or not yours: voice or workspace"), "voice_gone", "nothing"),
    "700012006": Code(N_("The token is not valid"), "key", "nothing", verified=False),
    "720701013": Code(N_("Trouble on the service's side"), "later", "unknown", passing=True, verified=False),
}

_NOT_PUBLISHED = N_("Not published; change it where the service says otherwise.")
HOSTS = (
    ("https://api.coze.cn", N_("China")),
    ("https://api.coze.com", N_("International; whether it copies voices is not known")),
)
SETTINGS = (
    AccountSetting(
        "base_url",
        N_("Address of the service"),
        HOSTS[0][0],
        N_("A token works only on the site where it was made."),
        kind="url",
        choices=HOSTS,
    ),
    AccountSetting(
        "space_id",
        N_("Workspace"),
        "",
        N_("Its number, or the address of its page. Empty: the personal workspace of the token."),
    ),
    AccountSetting("clone_path", N_("Path: make a voice"), "/v1/audio/voices/clone", kind="path"),
    AccountSetting("list_path", N_("Path: list voices"), "/v1/audio/voices", kind="path"),
    AccountSetting("speak_path", N_("Path: speak"), "/v1/audio/speech", kind="path"),
    AccountSetting("preview_most", N_("Longest preview text, in bytes"), 1024, _NOT_PUBLISHED, kind="number"),
    AccountSetting("sample_least", N_("Shortest recording, in seconds"), 1, _NOT_PUBLISHED, kind="number"),
    AccountSetting("sample_most", N_("Longest recording, in seconds"), 600, _NOT_PUBLISHED, kind="number"),
    AccountSetting("check_seconds", N_("Time limit: check the key, in seconds"), 10, kind="number"),
    AccountSetting("clone_seconds", N_("Time limit: make a voice, in seconds"), 300, kind="number"),
    AccountSetting("speak_seconds", N_("Time limit: speak, in seconds"), 120, kind="number"),
    AccountSetting("list_seconds", N_("Time limit: list voices, in seconds"), 30, kind="number"),
    AccountSetting("download_seconds", N_("Time limit: fetch a preview, in seconds"), 60, kind="number"),
    AccountSetting("download_bytes", N_("Largest preview, in bytes"), 50_000_000, kind="number"),
    *pace_settings(at_once=5),
    *OWN_PRICE_SETTINGS,
)
