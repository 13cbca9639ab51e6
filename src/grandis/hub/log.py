"""What the hub's programs write to stderr."""

from logging import LogRecord


def tell_visitors_mistakes_in_a_line(record: LogRecord) -> bool:
    """Drop the traceback of a request that Django refused: nothing of ours failed."""
    if record.name.startswith("django.security."):
        record.exc_info = None
    return True
