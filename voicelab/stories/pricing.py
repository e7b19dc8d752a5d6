"""What a clone costs, from the account's own price values or the published ones, with their date."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from voicelab.models import Draft, ProviderAccount


@dataclass(frozen=True)
class Cost:
    """Money in `currency` (ISO code); `as_of` is the day of the price list."""

    amount: Decimal
    currency: str
    as_of: date | None
    characters: int | None = None


def preview_cost(account: ProviderAccount, *, model: str, preview_text: str) -> Cost | None:
    """What hearing the preview costs; None where the service publishes no price."""
    service = account.service
    price = service.price_of("preview", model, account.effective_values)
    if price is None:
        return None
    if price.per == "voice":
        return Cost(amount=price.amount, currency=price.currency, as_of=price.as_of)
    characters = service.billed_characters(preview_text)
    amount = price.amount * characters / Decimal(10_000)
    return Cost(amount=amount, currency=price.currency, as_of=price.as_of, characters=characters)


def cost_now(draft: Draft, account: ProviderAccount, *, model: str) -> Cost | None:
    """What sending the draft costs at once; None where it costs nothing, and where no price is published."""
    silent = not (draft.preview_text or account.limits.spoken_by_default)
    # A voice that is trained again has its place already.
    if draft.retrains or silent:
        return None
    return preview_cost(account, model=model, preview_text=draft.preview_text)


def charges_a_fee(draft: Draft, account: ProviderAccount) -> bool:
    """Whether sending is a purchase: a fee for the voice. The characters of a preview are a part of making one."""
    cost = cost_now(draft, account, model=model_of(account, {}))
    return bool(cost and cost.amount and cost.characters is None)


def first_use_cost(account: ProviderAccount) -> Cost | None:
    """What the first real use costs, once; None where the service publishes no price or takes none."""
    price = account.service.price_of("first_use", "", account.effective_values)
    if price is None:
        return None
    return Cost(amount=price.amount, currency=price.currency, as_of=price.as_of)


def model_of(account: ProviderAccount, options: Mapping[str, Any]) -> str:
    return str(options.get("model") or account.service.default_model(account.effective_values))
