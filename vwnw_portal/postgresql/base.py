"""PostgreSQL for processes that answer requests: no reader waits for ever for a server that does not answer.

What lives here: how long one waits for an answer. What does not: how long the server itself may work or wait for a lock
(settings.py); a server that is stopped or cut off keeps no such promise.

`OPTIONS["answer_within"]` is in seconds; without it (a command) there is no end.
"""

import time
from types import SimpleNamespace
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg.pq import TransactionStatus

# A connection that another request left proves in so many seconds that it works, or is made anew.
SECONDS_TO_PROVE = 1
# Who could not connect in time does not try again for so many seconds: other requests need not wait for the same.
SECONDS_AFTER_SILENCE = 5


class Connection(psycopg.Connection):
    """A connection that is given up when the server does not answer in time."""

    answer_within: float | None = None

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        """Wait for an answer; without one in time the connection is closed: its answer would be taken for another's."""
        try:
            return super().wait(gen, interval, timeout or self.answer_within)
        except psycopg.OperationalError as error:
            if self.pgconn.transaction_status != TransactionStatus.ACTIVE:
                raise
            self.pgconn.finish()
            raise psycopg.OperationalError(f"no answer in {timeout or self.answer_within} seconds") from error


class DatabaseWrapper(base.DatabaseWrapper):
    """The engine that the settings name."""

    Database = SimpleNamespace(**vars(psycopg) | {"connect": Connection.connect})
    answer_within: float | None = None
    # Of this process, whichever thread asks.
    silent_until = 0.0

    def get_connection_params(self) -> dict[str, Any]:
        """Return what psycopg knows, and keep what it does not."""
        params = super().get_connection_params()
        self.answer_within = params.pop("answer_within", None)
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Connection:
        """Connect, unless somebody just waited in vain for that."""
        if self.answer_within and time.monotonic() < DatabaseWrapper.silent_until:
            raise psycopg.OperationalError("no answer a moment ago")
        try:
            connection = super().get_new_connection(conn_params)
        except psycopg.errors.ConnectionTimeout:
            DatabaseWrapper.silent_until = time.monotonic() + SECONDS_AFTER_SILENCE
            raise
        connection.answer_within = self.answer_within
        return connection

    def is_usable(self) -> bool:
        """Return whether the server answers on this connection, without waiting as long as for a question."""
        if self.connection is None or self.answer_within is None:
            return super().is_usable()
        self.connection.answer_within = SECONDS_TO_PROVE
        try:
            return super().is_usable()
        finally:
            self.connection.answer_within = self.answer_within
