"""Make the site ready to serve: run it after every update, before web and worker start."""

import hashlib
import os
import secrets
from pathlib import Path
from typing import Any

import polib
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from django.db.models import Q

from voicelab import checks
from voicelab.models import Membership, ProviderAccount, Role, User, Workspace
from voicelab.providers.catalogue import PROVIDERS
from voicelab.stories.shelving import tidy
from voicelab.uploads import clean_abandoned

DEMO_EMAIL = "demo@voicelab.example"


class Command(BaseCommand):
    # What the surroundings may have wrong. What the code may have wrong is `check`, and a part of the tests.
    requires_system_checks = [checks.TAG]
    help = (
        "Brings database, static files and translations up to date; on a local practice site also the demo."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        compile_translations()
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        collect_static()
        settings.MEDIA_ROOT.mkdir(exist_ok=True)
        keep_groups()
        clean_abandoned()
        tidy()
        self.stdout.write(f"Voicelab: {settings.SITE_URL}")
        if settings.SITE_IS_LOCAL and settings.PRACTICE:
            self.stdout.write(f"Sign in: {DEMO_EMAIL} {demo_password()}")


def keep_groups() -> None:
    """Auditors see all evidence in the audit site and change none of it; operators block people and close workspaces.

    Somebody may be in both.
    """
    operates = ["view_user", "change_user", "view_workspace", "change_workspace"]
    rights = {"Auditors": Q(codename__startswith="view_"), "Operators": Q(codename__in=operates)}
    for name, may in rights.items():
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.set(Permission.objects.filter(may, content_type__app_label="voicelab"))


def compile_translations() -> None:
    """Each .po that is newer than its .mo, without gettext, which a bare machine lacks."""
    for folder in settings.LOCALE_PATHS:
        for source in Path(folder).glob("*/LC_MESSAGES/*.po"):
            target = source.with_suffix(".mo")
            if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
                half_written = target.with_suffix(f".{os.getpid()}")
                polib.pofile(str(source)).save_as_mofile(str(half_written))
                half_written.replace(target)


def collect_static() -> None:
    """Only when a file changed: naming and compressing all of them is half of what a restart would take."""
    sources = sorted(
        (name, os.stat(storage.path(name)).st_mtime_ns)
        for finder in get_finders()
        for name, storage in finder.list([])
    )
    mark = hashlib.sha256(repr(sources).encode()).hexdigest()
    stamp = settings.STATIC_ROOT / "collected"
    if not stamp.exists() or stamp.read_text() != mark:
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(mark)


def demo_password() -> str:
    """The demo person's password, made with everything else of the demo on the first run.

    Removing the file asks for a new one; a person who chose their own is reminded of that instead.
    """
    path = settings.DATA_DIR / "demo_password"
    user = User.objects.filter(email=DEMO_EMAIL).first()
    if user and path.exists():
        password = path.read_text().strip()
        return password if user.check_password(password) else "(with the password that you chose)"
    password = secrets.token_urlsafe(9)
    with transaction.atomic():
        if user:
            user.set_password(password)
            user.save(update_fields=["password"])
        else:
            make_demo(password)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(password)
    return password


def make_demo(password: str) -> None:
    user = User.objects.create_superuser(DEMO_EMAIL, password, name="Demo")
    EmailAddress.objects.create(user=user, email=DEMO_EMAIL, verified=True, primary=True)
    workspace = Workspace.objects.create(name="Demo studio", slug=Workspace.free_slug("Demo studio"))
    Membership.objects.create(workspace=workspace, user=user, role=Role.OWNER)
    for key, service in PROVIDERS.items():
        if not service.has_practice:
            continue
        ProviderAccount.objects.create(
            workspace=workspace,
            provider=key,
            label=f"{service.name} (practice)",
            key="practice",
            is_practice=True,
        )
