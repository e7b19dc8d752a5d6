"""Some of what `make kinds` does with every kind: sent as it is to some, converted for others, read as declared.

That every kind has the right length is tested in `tests/audio/test_reading.py`.
"""

from collections.abc import Callable

import pytest

from tests.kinds.conftest import RAW


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["memo.m4a", RAW])
def test_every_service_takes_it(name: str, made_everywhere: Callable[[str], None]) -> None:
    made_everywhere(name)
