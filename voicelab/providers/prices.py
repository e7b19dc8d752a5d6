"""Prices that an account tells us, for services that publish none."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from voicelab.providers.limits import N_, AccountSetting, Price

OWN_PRICE_SETTINGS = (
    AccountSetting("price_clone", N_("Price of making a voice"), "", kind="number"),
    AccountSetting(
        "price_currency", N_("Currency of these prices"), "CNY", N_("Such as CNY or USD."), kind="currency"
    ),
    AccountSetting("price_as_of", N_("Date of these prices"), "", N_("Such as 2026-11-20."), kind="date"),
)


def own_clone_price(value: Callable[[str], Any]) -> Price | None:
    """What making a voice costs by the account's own settings, read through `value`."""
    amount = value("price_clone")
    if amount == "":
        return None
    return Price(
        amount=Decimal(str(amount)),
        currency=str(value("price_currency")),
        per="voice",
        as_of=date_of(str(value("price_as_of"))),
        source=N_("set for this account"),
    )


def date_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
