"""Delete what was abandoned: half-finished uploads, unfinished drafts, files that could not be read."""

from typing import Any

from django.core.management.base import BaseCommand

from voicelab.stories.shelving import tidy
from voicelab.uploads import clean_abandoned


class Command(BaseCommand):
    help = (
        "Deletes what was abandoned for a month. `prepare` does it too; run it daily where that runs seldom."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        uploads, gone = clean_abandoned(), tidy()
        self.stdout.write(
            f"Deleted: {uploads} broken uploads, {gone.drafts} unfinished drafts, {gone.refused} unreadable "
            f"recordings, {gone.nameless} files without a row."
        )
