"""The last sign of life of each worker."""

from datetime import timedelta

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from voicelab import clock

AWAY = timedelta(seconds=60)


class WorkerBeat(models.Model):
    name = models.CharField(_("worker"), max_length=80, primary_key=True)
    beat_at = models.DateTimeField(_("last seen"), default=clock.now, db_index=True)

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def somebody_works(cls) -> bool:
        """Whether any worker gave a sign of life within the last minute, by the database's clock."""
        return cls.objects.filter(beat_at__gte=Now() - AWAY).exists()
