"""Who sends what: accounts with faults, new voices, and what is done with voices that were made."""

import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests import sounds
from tests.stories.making import ready_draft
from voicelab.models import CloneAttempt, Draft, Membership, ProviderAccount, Role, User, Voice, Workspace
from voicelab.stories import sending
from voicelab.stories.keeping import CannotKeep, start_keep
from voicelab.stories.retraining import start_retrain

Kind = CloneAttempt.Kind
ATTEMPTS_PER_ACCOUNT = 5
# Of all attempts: new voices; the rest are retrainings and keeps, where the services have them.
NEW = 0.7
FAMILY = ("minimax", "aiping", "kkiai")
BUSY = {"bigmodel": "1302", "coze": "4013", "aiping": "429"}
LOST = ("drop_before", "drop_after", "truncated", "http502", "empty", "html", "wrong_type", "slow:1.5s")


def faults(chance: random.Random, service: str) -> str:
    """What an account's key asks for: half of them nothing at all."""
    busy, lost = BUSY.get(service, "1002"), chance.choice(LOST)
    times = chance.randint(1, 3)
    listing = "get_voice" if service in FAMILY else "voice_list"
    speak = "t2a_v2" if service in FAMILY else "voice_clone"
    upload = "voice_list" if service == "coze" else "upload"
    return chance.choice(
        [
            *[""] * 5,
            "slow=0.4s",
            "slow=1s",
            f"voice_clone={busy}x{times}",
            f"voice_clone={lost}x{times}",
            f"voice_clone={lost}x{times},slow=0.3s",
            f"{upload}={lost}x1",
            f"{listing}={lost}x{times},voice_clone={lost}x1",
            f"{speak}={lost}x{times}",
            f"audio={lost}x1",
        ]
    )


@dataclass
class Cast:
    """Sends `attempts` in all, the later ones as voices become ready for them."""

    attempts: int
    services: tuple[str, ...]
    random: random.Random
    folder: Path
    accounts: dict[str, list[ProviderAccount]] = field(default_factory=dict)
    sent: int = 0

    def __post_init__(self) -> None:
        self.workspace = Workspace.objects.create(name="Harbour Studio", slug="harbour")
        self.user = User.objects.create_user("alice@example.com", None, name="Alice")
        Membership.objects.create(workspace=self.workspace, user=self.user, role=Role.OWNER)
        sound = sounds.speech(self.folder / "speech.wav", seconds=10.5, rate=16_000)
        account = self._new_account(self.services[0])
        self.template = ready_draft(account=account, user=self.user, sound=sound)

    def send_new(self, most: int, *, share: float = NEW) -> None:
        """New voices, until their share is sent."""
        for _ in range(min(most, round(self.attempts * share) - self.sent)):
            self._send(self._draft(self._account()))

    def send_more(self) -> None:
        """Retrainings and keeps of voices that were made, and uses of those of which nobody knows."""
        ready = [Voice.State.MADE, Voice.State.UNCONFIRMED]
        made = Voice.objects.filter(state__in=ready).exclude(
            attempts__state__in=[CloneAttempt.State.WAITING, CloneAttempt.State.WORKING]
        )
        for voice in made.order_by("created_at").select_related("account", "speaker", "workspace")[:40]:
            if self.sent >= self.attempts:
                return
            if voice.account.provider == "coze" and voice.made_at and (voice.trainings_left or 0) > 0:
                self._send(start_retrain(voice, user=self.user))
            elif voice.account.provider in FAMILY and not voice.attempts.filter(kind=Kind.KEEP).exists():
                try:
                    start_keep(voice, user=self.user, address=None)
                except CannotKeep:
                    continue
                self.sent += 1

    @property
    def all_sent(self) -> bool:
        return self.sent >= self.attempts

    def _send(self, draft: Draft) -> None:
        sending.start(draft, user=self.user, address=None)
        self.sent += 1

    def _draft(self, account: ProviderAccount) -> Draft:
        answers: dict[str, Any] = {
            name: getattr(self.template, name) for name in ("speaker", "sample", "language", "name")
        }
        draft = Draft.objects.create(
            workspace=self.workspace, user=self.user, preview_text="Good evening.", **answers
        )
        draft.accounts.set([account])
        return draft

    def _account(self) -> ProviderAccount:
        service = self.services[self.sent % len(self.services)]
        mine = self.accounts.setdefault(service, [])
        used = self.sent // len(self.services)
        if used // ATTEMPTS_PER_ACCOUNT >= len(mine):
            mine.append(self._new_account(service))
        return mine[-1]

    def _new_account(self, service: str) -> ProviderAccount:
        number = ProviderAccount.objects.count()
        asked = faults(self.random, service)
        key = f"practice-{number}:{asked}" if asked else f"practice-{number}"
        return ProviderAccount.objects.create(
            workspace=self.workspace, provider=service, label=key[:60], key=key, is_practice=True
        )
