"""Who comes to the audit site: Ruth may do everything there is, Otto operates, Audra only looks."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from tests.admin.rows import attempt_of
from voicelab import clock
from voicelab.management.commands.prepare import keep_groups
from voicelab.models import CloneAttempt, ProviderAccount, User

EVIDENCE = (
    "cloneattempt",
    "providercall",
    "voice",
    "sample",
    "speaker",
    "consent",
    "event",
    "workspace",
    "user",
)


def staff(email: str, *rights: str) -> User:
    user = User.objects.create_user(email, "correct horse battery", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


@pytest.fixture
def noon(settings: Any) -> None:
    """No day ends while a test counts days."""
    settings.CLOCK_OFFSET_SECONDS = 0
    now = clock.now()
    settings.CLOCK_OFFSET_SECONDS = round((now.replace(hour=12) - now).total_seconds())


@pytest.fixture
def ruth(db: None) -> User:
    return User.objects.create_superuser("ruth@example.com", "correct horse battery", name="Ruth Root")


@pytest.fixture
def otto(db: None) -> User:
    keep_groups()
    otto = staff("otto@example.com")
    otto.groups.add(Group.objects.get(name="Operators"))
    return otto


@pytest.fixture
def audra(db: None) -> User:
    return staff("audra@example.com", *(f"view_{model}" for model in EVIDENCE))


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def as_ruth(ruth: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(ruth)


@pytest.fixture
def attempt(account: ProviderAccount, alice: User) -> CloneAttempt:
    return attempt_of(account, alice, trace="0123abc-trace")
