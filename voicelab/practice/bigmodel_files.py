"""BigModel's files: samples that are sent, previews that are fetched, and their deletion.

The sample's format is judged at its upload, by its bytes, its size at the clone: each where the pages say
it. The content of a file is served for previews alone: a sample's bytes are not kept, since a practice
voice is made from its id. Its page says that content is for batch files only: `content=1210` plays that.
"""

import re
from typing import Any

from django.http import HttpResponse

from voicelab import clock
from voicelab.practice import bigmodel_terms as terms
from voicelab.practice import fields, ledger, links, sound
from voicelab.practice.conversation import Call
from voicelab.practice.service import Refusal

_FILE_ID = re.compile(r"file_(\d{1,18})")


def file_id(number: int) -> str:
    return f"file_{number}"


def find(books: ledger.Books, call: Call, *, purpose: str) -> ledger.Row:
    """The account's file of that purpose that the call names; raises Wrong."""
    name = fields.text(call.body, "file_id", required=True)
    match = _FILE_ID.fullmatch(name)
    row = match and ledger.find_file(
        books, service=call.service.name, account=call.account, number=int(match[1])
    )
    if not row or "missing_file" in call.plan.marks:
        raise fields.Wrong(f"file_id {name} does not exist")
    if row["purpose"] != purpose:
        raise fields.Wrong(f"file_id {name} is for {row['purpose']}, not for {purpose}")
    return row


def upload(call: Call) -> dict[str, Any]:
    purpose = fields.choice(call.body, "purpose", {terms.SAMPLE_PURPOSE})
    part = call.received.uploads.get("file")
    if part is None:
        raise fields.Missing("file is missing")
    if part.size > terms.UPLOAD_BYTES:
        raise Refusal(435)
    try:
        measured = sound.measure(part.path, at_most=terms.MEASURED_SECONDS)
    except sound.NotAudio as error:
        raise fields.Wrong("file must be mp3 or wav") from error
    if measured.format not in terms.SAMPLE_FORMATS:
        raise fields.Wrong(f"file must be mp3 or wav, not {measured.container} with {measured.codec}")
    now = clock.now()
    with ledger.writing() as books:
        number = ledger.add_file(
            books,
            service=call.service.name,
            account=call.account,
            purpose=purpose,
            name=part.name,
            size=part.size,
            sha256=part.digest.hexdigest(),
            format=measured.format,
            seconds=measured.seconds,
            now=now,
        )
    return {
        "id": file_id(number),
        "object": "file",
        "bytes": part.size,
        "created_at": int(now.timestamp()),
        "filename": part.name,
        "purpose": purpose,
    }


def content(call: Call) -> HttpResponse:
    with ledger.reading() as books:
        row = find(books, call, purpose=terms.PREVIEW_PURPOSE)
    found = links.path_of(str(row["id"]), row["format"]).read_bytes()
    return HttpResponse(found, content_type="application/octet-stream")


def delete(call: Call) -> dict[str, Any]:
    """Voices that were made from a deleted sample stay."""
    name = fields.text(call.body, "file_id", required=True)
    match = _FILE_ID.fullmatch(name)
    with ledger.writing() as books:
        gone = match and ledger.delete_file(
            books, service=call.service.name, account=call.account, number=int(match[1])
        )
    if not gone:
        raise fields.Wrong(f"file_id {name} does not exist")
    return {"id": name, "object": "file", "deleted": True}


def list_files(call: Call) -> dict[str, Any]:
    """Files for purposes that practice does not serve: samples and previews cannot be listed."""
    fields.choice(call.query, "purpose", terms.LISTED_PURPOSES)
    return {"object": "list", "data": [], "has_more": False}
