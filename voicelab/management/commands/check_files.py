"""Hold files and rows against each other, and say what each difference means. Changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from voicelab.stories.filing import NAMELESS_HOURS, findings

MEANS = {
    "no row": "A file without a row: the process that wrote it ended before its row was written, or an upload is on "
    f"its way just now. Nothing uses it; `tidy` deletes it when it is {NAMELESS_HOURS} hours old.",
    "no file": "A row without its file: the file was deleted by hand, or the database was restored from a newer "
    "backup than the files. Restore the file. Until then it cannot be played, and no voice is made from it; "
    "voices that were made are not affected.",
    "wrong size": "A recording whose file is shorter or longer than it was: the disk was full, or it was changed by "
    "hand. Restore the file from a backup.",
}


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(findings())
        for problem, meaning in MEANS.items():
            mine = [each for each in found if each.problem == problem]
            if mine:
                self.stdout.write(f"{meaning}\n")
                for each in mine:
                    self.stdout.write(f"    {each.name}  {each.row}".rstrip())
        if any(each.problem != "no row" for each in found):
            raise CommandError("Some files are missing or damaged.")
        self.stdout.write(f"{len(found)} files without a row." if found else "Every row has its file.")
