"""The data, one noun a file."""

from voicelab.models.attempt import CloneAttempt
from voicelab.models.call import ProviderCall
from voicelab.models.draft import Draft
from voicelab.models.event import Event
from voicelab.models.invitation import Invitation
from voicelab.models.provider_account import ProviderAccount
from voicelab.models.sample import Sample
from voicelab.models.sample_copy import SampleCopy
from voicelab.models.speaker import Consent, Speaker
from voicelab.models.status import Status
from voicelab.models.user import User
from voicelab.models.voice import Voice
from voicelab.models.worker_beat import WorkerBeat
from voicelab.models.workspace import Membership, Role, Workspace

__all__ = [
    "CloneAttempt",
    "Consent",
    "Draft",
    "Event",
    "Invitation",
    "Membership",
    "ProviderAccount",
    "ProviderCall",
    "Role",
    "Sample",
    "SampleCopy",
    "Speaker",
    "Status",
    "User",
    "Voice",
    "WorkerBeat",
    "Workspace",
]
