"""A client as the site has one."""

from collections.abc import Iterator

import httpx
import pytest

from voicelab.providers.wire import make_client


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with make_client() as client:
        yield client
