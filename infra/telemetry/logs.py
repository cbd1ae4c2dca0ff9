"""Logs: one JSON object a line on standard error, whichever library says it, and no secrets."""

import logging
import re
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

HIDDEN = "[hidden]"
SECRET = re.compile(r"token|password|secret|authorization|cookie|api_?key|\bkek\b", re.IGNORECASE)
CHATTY = ("httpx", "httpx2", "googleapiclient")
"""They tell every request with its address, in which a key may stand."""

CREDENTIALS = re.compile(r"(?<=://)[^/@\s]*:[^/@\s]*(?=@)")
"""A name and a password within an address."""


def configure(program: str, level: int = logging.INFO) -> None:
    """Once a process. `program` is named in every line."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper("iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,
        hide_secrets,
    ]
    rendered = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.add_logger_name, *shared],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(),
        ],
    )
    handler = logging.StreamHandler()
    handler.setFormatter(rendered)
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for chatty in CHATTY:
        logging.getLogger(chatty).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(program=program)


def hide_secrets(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """By a field's name, and by the look of an address with a password in it."""
    return {name: HIDDEN if SECRET.search(name) else _shown(it) for name, it in event.items()}


def _shown(value: Any) -> Any:
    return CREDENTIALS.sub(HIDDEN, value) if isinstance(value, str) else value
