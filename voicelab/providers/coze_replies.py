"""How Coze answers: `code`, `msg`, `data`, and a log id in the body or in a header."""

from collections.abc import Mapping
from typing import Any

from voicelab.providers.bodies import Reply, Said
from voicelab.providers.fields import code_of, count_of, mapping_of, number_of, text_of
from voicelab.providers.messages import ListedVoice, Made


def said(body: Mapping[str, Any]) -> Said:
    code = code_of(body.get("code")) or code_of(body.get("error_code"))
    return Said(code, text_of(body.get("msg")) or text_of(body.get("error_message")))


def logid(body: Mapping[str, Any]) -> str:
    """Under `detail`, in an older form under `error`."""
    places = (mapping_of(body.get(name)) for name in ("detail", "error"))
    return next((text_of(place["logid"]) for place in places if text_of(place.get("logid"))), "")


def made(body: Mapping[str, Any]) -> Made:
    """Only the id is relied on. Raises LookupError, TypeError, ValueError."""
    voice_id = code_of(body["data"]["voice_id"])
    if not voice_id:
        raise ValueError("not a voice id")
    return Made(voice_id)


def page_of(reply: Reply) -> tuple[list[Mapping[str, Any]], bool]:
    """The rows, and whether there are more pages. Raises LookupError, TypeError, ValueError."""
    data = reply.body["data"]
    rows = [each for each in data["voice_list"] or [] if code_of(each["voice_id"])]
    return rows, bool(data.get("has_more"))


def listed(row: Mapping[str, Any]) -> ListedVoice:
    return ListedVoice(
        voice_id=code_of(row["voice_id"]) or "",
        name=text_of(row.get("name")),
        created=str(row.get("create_time") or ""),
        # The page's own example has no state.
        ready=text_of(row.get("state")) != "init",
        preview_link=text_of(row.get("preview_audio")),
        trainings_left=count_of(row.get("available_training_times")),
    )


def made_at(row: Mapping[str, Any], unless: float) -> float:
    """Unix seconds; `unless` where the row does not say."""
    number = number_of(row.get("create_time"))
    return unless if number is None else float(number)


def made_of(listed: ListedVoice) -> Made:
    return Made(listed.voice_id, preview_link=listed.preview_link, trainings_left=listed.trainings_left)
