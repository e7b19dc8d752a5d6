from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from voicelab.providers.minimax import MiniMax

WORLD = {"base_url": "https://api.minimax.io"}


@pytest.mark.parametrize(
    ("kind", "model", "values", "amount", "currency"),
    [
        ("preview", "speech-2.8-hd", {}, "3.5", "CNY"),
        ("preview", "speech-02-turbo", {}, "2", "CNY"),
        ("first_use", "", {}, "9.9", "CNY"),
        ("preview", "speech-2.6-hd", WORLD, "1", "USD"),
        ("preview", "speech-2.8-turbo", WORLD, "0.6", "USD"),
        ("first_use", "", {"base_url": "https://api-uw.minimax.io/"}, "1.5", "USD"),
        ("first_use", "", {"base_url": "http://127.0.0.1:8000/practice/minimax"}, "9.9", "CNY"),
    ],
)
def test_prices_follow_the_region(kind: str, model: str, values: Any, amount: str, currency: str) -> None:
    price = MiniMax.price_of(kind, model, values)
    assert price is not None
    assert (price.amount, price.currency) == (Decimal(amount), currency)
    assert price.per == ("voice" if kind == "first_use" else "10k_characters")
    assert price.as_of == (date(2026, 8, 4) if currency == "USD" else date(2026, 7, 31))
    assert price.source


@pytest.mark.parametrize("model", ["speech-01-hd", "speech-01-turbo", "speech-9", ""])
def test_what_is_not_published_has_no_price(model: str) -> None:
    assert MiniMax.price_of("preview", model, {"extra_models": "speech-9"}) is None


def test_an_account_has_its_own_prices() -> None:
    values = {"price_hd": "0.35", "price_currency": "EUR", "price_as_of": "2026-11-01"}
    price = MiniMax.price_of("preview", "speech-2.8-hd", values)
    assert price is not None
    assert (price.amount, price.currency, price.as_of) == (Decimal("0.35"), "EUR", date(2026, 11, 1))
    price = MiniMax.price_of("first_use", "", {"price_first_use": 0})
    assert price is not None
    assert (price.amount, price.currency, price.as_of) == (Decimal(0), "CNY", None)


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("Hello, you.", 11), ("你好", 4), ("你好,world。", 11), ("a\r\nb", 3), ("𠀀", 2), ("ひ", 1)],
)
def test_chinese_characters_count_double(text: str, count: int) -> None:
    assert MiniMax.billed_characters(text) == count


def test_an_account_may_add_models() -> None:
    models = MiniMax.models({"extra_models": "speech-3-hd, speech-2.8-hd,,"})
    assert models[:-1] == MiniMax.limits.models
    assert models[-1].key == "speech-3-hd"
    assert MiniMax.default_model({}) == "speech-2.8-hd"
    assert MiniMax.default_model({"default_model": "speech-3-hd"}) == "speech-3-hd"


def test_values_are_read_in_their_kind() -> None:
    assert MiniMax.value_of({}, "lifetime_hours") == 168
    assert MiniMax.value_of({"lifetime_hours": "48"}, "lifetime_hours") == 48
    assert MiniMax.value_of({"clone_seconds": 0.5}, "clone_seconds") == 0.5
    assert MiniMax.value_of({"base_url": " "}, "base_url") == MiniMax.default_base_url()
    for nonsense in ("soon", "nan", "inf"):
        with pytest.raises(ValueError):
            MiniMax.value_of({"clone_seconds": nonsense}, "clone_seconds")
