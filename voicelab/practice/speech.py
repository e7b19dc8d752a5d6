"""The practice company's voices: eSpeak NG saying the text, another voice for every voice id.

eSpeak keeps its state in globals: it is started once per process, at the first word, and one lock guards
it. Where its wheel is missing (or does not start) a plainly artificial tone stands in, as long as speech
would be. What comes out is 16-bit mono at `sound.SPEECH_RATE`.
"""

import array
import ctypes
import hashlib
import math
import re
import threading
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from voicelab.practice import sound

try:
    import espeakng_loader
except ImportError:  # The wheel belongs to a desk, not to a server.
    espeakng_loader = None

_SYNCHRONOUS, _DO_NOT_EXIT = 2, 0x8000
_UTF8, _BY_CHARACTER = 1, 1
_RATE, _VOLUME, _PITCH = 1, 2, 3
_VARIANTS = ("", "+f1", "+f2", "+f3", "+f4", "+f5", "+m1", "+m3", "+m4", "+m7")
_QUIET_AFTER = 0.25
_LONGEST_SILENCE = 120.0

# What a text in this script is read as unless the caller names another language that uses the script.
_SCRIPTS = (
    (re.compile(r"[\u3040-\u30ff]"), ("ja",)),
    (
        re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"),
        ("cmn", "yue", "ja"),
    ),
    (re.compile(r"[\u1100-\u11ff\uac00-\ud7af]"), ("ko",)),
    (re.compile(r"[\u0400-\u04ff]"), ("ru", "uk", "bg")),
    (re.compile(r"[\u0600-\u06ff]"), ("ar", "fa")),
    (re.compile(r"[\u0370-\u03ff]"), ("el",)),
    (re.compile(r"[\u0590-\u05ff]"), ("he",)),
    (re.compile(r"[\u0e00-\u0e7f]"), ("th",)),
    (re.compile(r"[\u0900-\u097f]"), ("hi",)),
    (re.compile(r"[\u0b80-\u0bff]"), ("ta",)),
)
_OWN_SCRIPT = frozenset(code for _, codes in _SCRIPTS for code in codes)


@dataclass(frozen=True, kw_only=True)
class Manner:
    """speed 1.0 and volume 1.0 are usual; pitch in half steps up or down."""

    speed: float = 1.0
    volume: float = 1.0
    pitch: int = 0


def say(
    parts: Sequence[str | float], *, voice_id: str, language: str = "", manner: Manner | None = None
) -> bytes:
    """The parts one after another: a text is spoken, a number is so many seconds of silence.

    `language` is eSpeak's code where the caller knows it.
    """
    manner = manner or Manner()
    quiet = 0.0
    heard = []
    for part in parts:
        if isinstance(part, str):
            words = "".join(" " if unicodedata.category(sign) in ("Cc", "Cs") else sign for sign in part)
            heard.append(
                _speak(words, voice_id=voice_id, language=language_of(words, language), manner=manner)
            )
        else:
            part = min(part, _LONGEST_SILENCE - quiet)
            quiet += part
            heard.append(sound.silence(part))
    return b"".join(heard) + sound.silence(_QUIET_AFTER)


def language_of(text: str, wanted: str = "") -> str:
    """eSpeak's code for the text: the wanted one where it fits the script, else the script's usual one."""
    found = Counter({codes: len(script.findall(text)) for script, codes in _SCRIPTS})
    codes, signs = found.most_common(1)[0]
    if found[("ja",)] and codes == ("cmn", "yue", "ja"):
        return "ja"  # Japanese mixes kana into Chinese characters; Chinese has no kana.
    if signs:
        return wanted if wanted in codes else codes[0]
    return wanted if wanted and wanted not in _OWN_SCRIPT else "en"


def beeps(times: int = 3) -> bytes:
    """The audible mark that a voice is made by a machine: short beeps."""
    return sound.silence(0.2) + (_tone(880, 0.12) + sound.silence(0.1)) * times


def _speak(text: str, *, voice_id: str, language: str, manner: Manner) -> bytes:
    if not text.strip():
        return b""
    with _lock:
        engine = _engine()
        if engine is not None:
            return engine(text, voice_id, language, manner)
    return _hum(text, voice_id=voice_id, speed=manner.speed)


# --- eSpeak NG ---------------------------------------------------------------------------------

_Engine = Callable[[str, str, str, Manner], bytes]
_lock = threading.Lock()
_started: list[_Engine | None] = []


def _engine() -> _Engine | None:
    if not _started:
        _started.append(_start() if espeakng_loader is not None else None)
    return _started[0]


def _start() -> _Engine | None:
    try:
        library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = espeakng_loader.get_data_path().encode()
        rate = library.espeak_Initialize(_SYNCHRONOUS, 0, data, _DO_NOT_EXIT)
    except (OSError, AttributeError):
        return None
    if rate != sound.SPEECH_RATE:
        return None
    chunks: list[bytes] = []

    def collect(samples: int | None, count: int, _events: int | None) -> int:
        if samples and count > 0:
            chunks.append(ctypes.string_at(samples, count * 2))
        return 0

    callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(collect)
    library.espeak_SetSynthCallback(callback)

    # The last argument keeps the callback alive for as long as the library may call it.
    def speak(text: str, voice_id: str, language: str, manner: Manner, _keep: object = callback) -> bytes:
        chunks.clear()
        _choose_voice(library, voice_id, language, manner)
        content = text.encode("utf-8", "replace")
        library.espeak_Synth(content, len(content) + 1, 0, _BY_CHARACTER, 0, _UTF8, None, None)
        return b"".join(chunks)

    return speak


def _choose_voice(library: ctypes.CDLL, voice_id: str, language: str, manner: Manner) -> None:
    seed = hashlib.sha256(voice_id.encode()).digest()
    variant = _VARIANTS[seed[0] % len(_VARIANTS)]
    if library.espeak_SetVoiceByName((language + variant).encode()) != 0:
        library.espeak_SetVoiceByName(b"en")
    rate = round((150 + seed[1] % 40) * manner.speed)
    library.espeak_SetParameter(_RATE, min(max(rate, 80), 450), 0)
    library.espeak_SetParameter(_VOLUME, min(round(100 * manner.volume), 200), 0)
    library.espeak_SetParameter(_PITCH, min(max(30 + seed[2] % 40 + 3 * manner.pitch, 0), 99), 0)


# --- where there is no eSpeak ------------------------------------------------------------------


def _hum(text: str, *, voice_id: str, speed: float) -> bytes:
    """One note per sign, pausing where there is no letter or digit."""
    base = 180 + hashlib.sha256(voice_id.encode()).digest()[0]
    length = 0.065 / speed
    notes: dict[str, bytes] = {}
    for sign in set(text):
        loud = sign.isalnum()
        notes[sign] = _tone(base + ord(sign) % 7 * 25, length) if loud else sound.silence(length)
    return b"".join(notes[sign] for sign in text)


def _tone(pitch: float, seconds: float) -> bytes:
    count = round(seconds * sound.SPEECH_RATE)
    step = 2 * math.pi * pitch / sound.SPEECH_RATE
    fade = max(count // 8, 1)
    wave = (
        round(9000 * min(place, count - place, fade) / fade * math.sin(step * place))
        for place in range(count)
    )
    return array.array("h", wave).tobytes()
