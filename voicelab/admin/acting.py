"""What an operator does here is an event like any other."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from voicelab.models import Event, Workspace


def record(
    request: HttpRequest,
    *,
    kind: str,
    subject_kind: str,
    subject_id: object,
    workspace: Workspace | None = None,
    **details: Any,
) -> None:
    """Call it within the transaction of the change."""
    Event.objects.create(
        workspace=workspace,
        actor_id=request.user.pk,
        kind=kind,
        subject_kind=subject_kind,
        subject_id=str(subject_id),
        details=details,
        address=get_adapter(request).get_client_ip(request) or None,
    )
