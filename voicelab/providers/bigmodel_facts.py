"""What Zhipu BigModel is known to take and to answer, as data.

From its page "voice clone", the interface description and the error-code page of 2026-07-11, and what public
code that uses the service says. Prices are not published in anything that could be read.
"""

from voicelab.providers.bounds import CALL_BOUNDS
from voicelab.providers.limits import N_, AccountSetting, Code, Limits, Model, Option, TextLimit
from voicelab.providers.paces import pace_settings
from voicelab.providers.prices import OWN_PRICE_SETTINGS

MODELS = (
    Model("glm-tts-clone", tone_tags=False, tier=""),
    # The name on the older page; whether it is still taken is not said.
    Model("cogtts-clone", tone_tags=False, tier=""),
)

LIMITS = Limits(
    sample_formats=("wav", "mp3"),
    sample_codecs=("pcm_s16le", "mp3"),
    # No hard limit is published, only the advice; these keep out what makes no sense.
    sample_seconds=(1.0, 600.0),
    sample_seconds_advised=(3.0, 30.0),
    # "10M" on the page; the smaller reading is always within it.
    sample_bytes=10_000_000,
    # Not published for a clone; this is the limit of the same service's speech.
    preview_text=TextLimit(1024, "characters", required=True),
    transcript=TextLimit(5000, "characters", strict=False),
    speech_text=TextLimit(1024, "characters", required=True),
    # Not published; the longest that public code allows itself.
    voice_name=TextLimit(128, "characters", required=True),
    models=MODELS,
    default_model=MODELS[0].key,
    options=(
        Option(
            "model",
            "model",
            "choice",
            N_("Model of the voice"),
            N_("The older name may no longer be taken."),
            choices=tuple((model.key, model.key) for model in MODELS),
            default=MODELS[0].key,
        ),
    ),
    requirements=(
        N_("The account must be open for this interface in the console of BigModel, and have balance."),
    ),
    recording_advice=(
        N_("3 to 30 seconds of one voice."),
        N_("With the words of the recording, the preview does not begin with parts of it."),
    ),
    grounds={
        "keeping": "assumed",
        "sample_seconds": "ours",
        "preview_text": "ours",
        "transcript": "ours",
        "voice_name": "ours",
        "languages": "assumed",
    },
)

_PLAN = N_("The usage of the plan is used up until the time that the service names")
RESETTING = frozenset({"1308", "1310", "1316", "1317", "1318", "1319", "1320", "1321"})
_CODING = N_("A matter of the coding plan: a normal key is needed")
_STATE = N_("The account is inactive, absent, locked, out of reach or banned")
CODES = {
    "500": Code(N_("Internal error"), "later", "unknown", passing=True),
    # Old statuses of the upload.
    "434": Code(N_("No permission for files"), "console", "nothing", verified=False),
    "435": Code(N_("The file is larger than 100 MB"), "parameters", "nothing", verified=False),
    "1000": Code(N_("The key was not accepted"), "key", "nothing"),
    "1001": Code(N_("The key did not arrive"), "key", "nothing"),
    "1002": Code(N_("The key is malformed"), "key", "nothing", verified=False),
    "1003": Code(N_("The key has expired"), "key", "nothing"),
    "1004": Code(N_("The key failed the check"), "key", "nothing", verified=False),
    "1005": Code(N_("The account wants a second factor of sign-in"), "console", "nothing"),
    **{
        code: Code(_STATE, "console", "nothing", verified=False)
        for code in ("1110", "1111", "1112", "1120", "1121")
    },
    # Comes with HTTP 429, and does not pass by itself.
    "1113": Code(N_("The account is in arrears"), "balance", "nothing"),
    "1200": Code(N_("The call failed"), "later", "unknown", passing=True),
    "1210": Code(N_("Bad parameters"), "parameters", "nothing"),
    "1211": Code(N_("There is no such model"), "model", "nothing"),
    "1212": Code(N_("The model does not do this"), "model", "nothing"),
    "1213": Code(N_("A field did not arrive"), "parameters", "nothing"),
    "1214": Code(N_("A field is invalid, or the name exists already"), "parameters", "nothing"),
    "1215": Code(N_("Two fields exclude each other"), "parameters", "nothing"),
    "1220": Code(N_("No access to this interface"), "console", "nothing"),
    "1221": Code(N_("The interface was withdrawn"), "path", "nothing"),
    "1222": Code(N_("There is no such interface"), "path", "nothing"),
    "1230": Code(N_("The call failed on the way"), "later", "unknown", passing=True),
    "1231": Code(N_("A request with this id exists"), "name_taken", "nothing", verified=False),
    "1234": Code(N_("A network error inside the service"), "later", "unknown", passing=True),
    "1261": Code(N_("The text is too long"), "text_length", "nothing"),
    "1301": Code(N_("Text or recording was found sensitive"), "text_sensitive", "nothing"),
    "1302": Code(N_("Too many requests"), "rate", "nothing", passing=True),
    "1303": Code(N_("Requests too often"), "rate", "nothing", passing=True, verified=False),
    "1304": Code(N_("The calls of today are used up"), "plan", "nothing", verified=False),
    "1305": Code(N_("The model is overloaded"), "busy", "nothing", passing=True),
    **{code: Code(_PLAN, "plan", "nothing") for code in sorted(RESETTING)},
    "1309": Code(_CODING, "plan", "nothing"),
    "1311": Code(N_("The model is not in the coding plan"), "model", "nothing"),
    **{code: Code(_CODING, "plan", "nothing") for code in ("1313", "1314", "1315")},
}

_NOT_PUBLISHED = N_("Not published; change it where the service says otherwise.")
SETTINGS = (
    AccountSetting("base_url", N_("Address of the service"), "https://open.bigmodel.cn/api", kind="url"),
    AccountSetting("upload_path", N_("Path: upload a recording"), "/paas/v4/files", kind="path"),
    AccountSetting("clone_path", N_("Path: make a voice"), "/paas/v4/voice/clone", kind="path"),
    AccountSetting("list_path", N_("Path: list voices"), "/paas/v4/voice/list", kind="path"),
    AccountSetting("delete_path", N_("Path: delete a voice"), "/paas/v4/voice/delete", kind="path"),
    AccountSetting("speak_path", N_("Path: speak"), "/paas/v4/audio/speech", kind="path"),
    AccountSetting(
        "content_path",
        N_("Path: content of a file"),
        "/paas/v4/files/{file_id}/content",
        N_("Its page names other files than previews; the link in the list is the second way."),
        kind="path",
    ),
    AccountSetting("sample_purpose", N_("Purpose given with a recording"), "voice-clone-input"),
    AccountSetting("default_model", N_("Model unless another is chosen"), MODELS[0].key),
    AccountSetting("extra_models", N_("More models, separated by commas"), ""),
    AccountSetting("speak_model", N_("Model that speaks"), "glm-tts"),
    AccountSetting(
        "preview_most", N_("Longest preview text, in characters"), 1024, _NOT_PUBLISHED, kind="number"
    ),
    AccountSetting(
        "transcript_most", N_("Longest transcript, in characters"), 5000, _NOT_PUBLISHED, kind="number"
    ),
    AccountSetting("name_most", N_("Longest name, in characters"), 128, _NOT_PUBLISHED, kind="number"),
    AccountSetting("sample_least", N_("Shortest recording, in seconds"), 1, _NOT_PUBLISHED, kind="number"),
    AccountSetting("sample_most", N_("Longest recording, in seconds"), 600, _NOT_PUBLISHED, kind="number"),
    *CALL_BOUNDS,
    *pace_settings(at_once=2, hints=(N_("What its console lists for the lowest level."), "", "")),
    *OWN_PRICE_SETTINGS,
)
