"""Log lines as JSON, one a line, that can be followed from a click to a call.

Only what the writer put into the message is printed, never the extra fields that libraries attach
(Django's carry the whole request). Writers keep keys, signed links, transcripts and audio out of messages.
"""

import json
import logging
from contextvars import ContextVar
from datetime import UTC, datetime

# Set by the middleware for a request, and by the worker for the attempt that it is busy with.
request_id: ContextVar[str] = ContextVar("request_id", default="")
attempt_id: ContextVar[str] = ContextVar("attempt_id", default="")


class JsonFormatter(logging.Formatter):
    """`{"time", "level", "logger", "message"}`, and where known `request`, `attempt` and `exception`."""

    def format(self, record: logging.LogRecord) -> str:
        # Django brings the exception along also where a person was refused something (403): that is an answer.
        refused = record.name == "django.request" and record.levelno < logging.ERROR
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "request": request_id.get(),
            "attempt": attempt_id.get(),
            "exception": self.formatException(record.exc_info) if record.exc_info and not refused else "",
        }
        return json.dumps({key: value for key, value in line.items() if value}, ensure_ascii=False)
