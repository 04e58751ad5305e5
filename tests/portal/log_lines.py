"""What a log writes, as it is written."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from vwnw_portal.logs import WithoutSecrets


class Keeping(logging.Handler):
    """Keeps each line."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.setFormatter(WithoutSecrets("{name} {message}", style="{"))

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        self.lines.append(self.format(record))


@contextmanager
def lines_of(name: str) -> Iterator[list[str]]:
    """Give the lines that the log of this name has written so far, up to the end."""
    keeping, log = Keeping(), logging.getLogger(name)
    log.addHandler(keeping)
    try:
        yield keeping.lines
    finally:
        log.removeHandler(keeping)
