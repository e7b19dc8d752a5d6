"""Services that pass calls on to MiniMax: the same conversation with other hosts, paths and words of failure.

Files and voices belong to an account of MiniMax behind the gateway. A gateway that has several may lead two
calls to two of them, and what asking twice costs is not said. So nothing is asked again unless the account
says that it may be.
"""

from collections.abc import Mapping
from dataclasses import replace

from voicelab.providers import minimax_facts as facts
from voicelab.providers.limits import N_, AccountSetting, Code
from voicelab.providers.minimax import MiniMaxFamily
from voicelab.providers.paces import UNHURRIED

ASSUMED = N_("Not on the pages of this service; assumed from its other paths.")
# What belongs to MiniMax's own accounts.
_NOT_HERE = frozenset({"group_id"})
# On MiniMax's own pages alone.
_NOT_PASSED_ON = frozenset({"transcript_check", "accuracy"})

LIMITS = replace(
    facts.LIMITS,
    transcript=None,
    options=tuple(option for option in facts.OPTIONS if option.key not in _NOT_PASSED_ON),
    requirements=(),
    grounds={"speech_text": "assumed", "deleting": "assumed"},
)


def codes(*, stated: frozenset[str] = frozenset()) -> dict[str, Code]:
    """MiniMax's codes as a gateway passes them on, of which its own page has those in `stated`."""
    passed_on = {code: replace(known, verified=code in stated) for code, known in facts.CODES.items()}
    # There are no regions here to choose from.
    passed_on["1004"] = replace(passed_on["1004"], advice="key")
    return passed_on


SETTLES_BY_ASKING = AccountSetting(
    "settles_by_asking",
    N_("After a lost answer, ask again for the same voice"),
    "no",
    N_("Only where asking again is free and always reaches the same account behind this service."),
    choices=(("no", N_("No")), ("yes", N_("Yes"))),
)


def settings(base_url: str, *, assumed: Mapping[str, str], **paths: str) -> tuple[AccountSetting, ...]:
    """The family's settings with the values of one gateway; those in `assumed` say that no page has them."""
    own = {"base_url": base_url, **assumed, **paths}
    kept = [setting for setting in facts.SETTINGS if setting.key not in _NOT_HERE]
    changed = [
        replace(
            setting,
            default=own.get(setting.key, setting.default),
            choices=() if setting.key == "base_url" else setting.choices,
            hint=ASSUMED if setting.key in assumed else setting.hint,
        )
        for setting in kept
    ]
    return (*changed, SETTLES_BY_ASKING)


class Gateway(MiniMaxFamily):
    """Failure comes in MiniMax's `base_resp` where MiniMax said it, else in the gateway's own words."""

    limits = LIMITS
    # The account behind practice is one, and practice charges nothing for asking.
    practice_values = {**UNHURRIED, "settles_by_asking": "yes"}

    def _may_ask_again(self) -> bool:
        return bool(self.value("settles_by_asking") == "yes")

    def _group(self) -> None:
        return None
