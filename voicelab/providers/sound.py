"""What kind of sound some bytes are, by their beginning: a service's file name or header may say anything."""

from voicelab.providers.messages import Audio


def sniff(content: bytes) -> str:
    """The format ("mp3", "wav", "flac", "ogg", "m4a"), or "" for anything else."""
    if content.startswith(b"RIFF") and content[8:12] == b"WAVE":
        return "wav"
    if content.startswith(b"fLaC"):
        return "flac"
    if content.startswith(b"OggS"):
        return "ogg"
    if content[4:8] == b"ftyp":
        return "m4a"
    if content.startswith(b"ID3") or _starts_with_mpeg_frame(content):
        return "mp3"
    return ""


def _starts_with_mpeg_frame(content: bytes) -> bool:
    # Eleven bits set, and a layer: without one it would be a bare AAC stream.
    return len(content) > 1 and content[0] == 0xFF and content[1] & 0xE0 == 0xE0 and content[1] & 0x06 != 0


def audio_of(content: bytes) -> Audio:
    """Raises ValueError where the bytes are no sound that we know."""
    kind = sniff(content)
    if not kind:
        raise ValueError("not a sound")
    return Audio(content=content, format=kind)
