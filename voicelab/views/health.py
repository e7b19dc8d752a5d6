"""Is the site well? For load balancers and those who are woken at night."""

import os

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import DatabaseError, connection
from django.db.models import DurationField, ExpressionWrapper, F
from django.db.models.functions import Now
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from voicelab.models import WorkerBeat


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """503 when this process cannot serve. The worker's silence is told but is no reason to restart the web."""
    database, storage = database_is_well(), storage_is_well()
    facts = {
        "database": "ok" if database else "failed",
        "storage": "ok" if storage else "failed",
        "worker_seconds": seconds_since_beat() if database else None,
    }
    return JsonResponse(facts, status=200 if database and storage else 503)


def database_is_well() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def storage_is_well() -> bool:
    """Writes nothing: the folder may be written to, or the object storage answers a question."""
    if isinstance(default_storage, FileSystemStorage):
        return os.access(settings.MEDIA_ROOT, os.W_OK)
    try:
        default_storage.exists("healthz")
    except Exception:  # each kind of storage fails in its own way
        return False
    return True


def seconds_since_beat() -> float | None:
    """Since any worker was last alive, by the database's clock; None if none has been."""
    silence = ExpressionWrapper(Now() - F("beat_at"), output_field=DurationField())
    last = WorkerBeat.objects.order_by("-beat_at").annotate(silence=silence).first()
    return round(last.silence.total_seconds(), 1) if last else None
