"""Voicelab is a single Django app; this names it and switches the start-up checks on."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from voicelab import checks


class VoicelabConfig(AppConfig):
    name = "voicelab"
    verbose_name = _("Voicelab")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        checks.register_all()
