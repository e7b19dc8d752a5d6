"""The same words in every kind of file, as far as the voice of every service, printed as a table: `make kinds`."""

from collections.abc import Callable

import pytest

from tests.audio.conftest import KINDS
from tests.kinds.conftest import RAW


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", [*KINDS, RAW])
def test_every_service_takes_it(name: str, made_everywhere: Callable[[str], None]) -> None:
    made_everywhere(name)
