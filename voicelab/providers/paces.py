"""How much a service is asked at once and in a minute: data, which an account may change; 0 is no limit."""

from voicelab.providers.limits import N_, AccountSetting

AT_ONCE = "calls_at_once"
# The setting that limits a call, by operation. What is not here is free and seldom.
PER_MINUTE = {"clone": "clones_per_minute", "speak": "speeches_per_minute"}
# What a practice account has: nobody else waits for its services.
UNHURRIED = dict.fromkeys((AT_ONCE, *PER_MINUTE.values()), "0")
_UNKNOWN = N_("Not published; change it where the service says otherwise. 0: no limit.")


def pace_settings(
    *, at_once: int, clones: int = 0, speeches: int = 0, hints: tuple[str, str, str] = ("", "", "")
) -> tuple[AccountSetting, ...]:
    """The three limits of a service; `hints` say where each is from, and an empty one that nobody said."""
    labels = (
        N_("Voices worked on at once"),
        N_("Voices asked for in a minute"),
        N_("Texts spoken in a minute"),
    )
    keys, defaults = (AT_ONCE, *PER_MINUTE.values()), (at_once, clones, speeches)
    return tuple(
        AccountSetting(key, label, default, hint or _UNKNOWN, kind="number")
        for key, label, default, hint in zip(keys, labels, defaults, hints, strict=True)
    )
