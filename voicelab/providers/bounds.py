"""How long a call may take and how large an answer may be, where a service takes the recording before the clone."""

from voicelab.providers.limits import N_, AccountSetting

CALL_BOUNDS = (
    AccountSetting("check_seconds", N_("Time limit: check the key, in seconds"), 10, kind="number"),
    AccountSetting("upload_seconds", N_("Time limit: upload, in seconds"), 300, kind="number"),
    AccountSetting("clone_seconds", N_("Time limit: make a voice, in seconds"), 120, kind="number"),
    AccountSetting("speak_seconds", N_("Time limit: speak, in seconds"), 120, kind="number"),
    AccountSetting("list_seconds", N_("Time limit: list and delete, in seconds"), 30, kind="number"),
    AccountSetting("download_seconds", N_("Time limit: fetch a preview, in seconds"), 60, kind="number"),
    AccountSetting("download_bytes", N_("Largest preview, in bytes"), 50_000_000, kind="number"),
)
