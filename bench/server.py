"""The portal served by gunicorn as `make run` does, and what its workers use: processor time and memory.

What lives here: starting and stopping a server, reading /proc (Linux). What does not: the requests (measure.py), the
order of the work (run.py).
"""

import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.reader import free_port, read_once, wait_until_it_answers

PROC = Path("/proc")
WORKERS = 2


@dataclass(frozen=True)
class Server:
    """A running server: the process that began it, and its port."""

    process: int
    port: int

    def processor_seconds(self, requests: Sequence[bytes]) -> float:
        """Read these pages one after the other; return the processor time that the workers used for them together."""
        before = self._used()
        for request in requests:
            read_once(self.port, request)
        return self._used() - before

    def memory(self) -> int:
        """Return how many megabytes the biggest worker holds."""
        return max(_resident_kilobytes(worker) for worker in self._workers()) // 1024

    def _used(self) -> float:
        nanoseconds = (
            int((thread / "schedstat").read_text().split()[0])
            for worker in self._workers()
            for thread in (worker / "task").iterdir()
        )
        return sum(nanoseconds) / 1e9

    def _workers(self) -> list[Path]:
        master = PROC / str(self.process)
        return [PROC / child for child in (master / "task" / master.name / "children").read_text().split()]


def _resident_kilobytes(process: Path) -> int:
    lines = (process / "status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


@contextmanager
def served(environment: Mapping[str, str], root: Path) -> Iterator[Server]:
    """Serve the portal in this environment; give the server."""
    port = free_port()
    process = subprocess.Popen(  # noqa: S603 - our own command
        [Path(sys.executable).with_name("gunicorn")],
        cwd=root,
        env={**environment, "PORT": str(port), "BIND": f"127.0.0.1:{port}", "WEB_CONCURRENCY": str(WORKERS)},
    )
    try:
        wait_until_it_answers(port)
        yield Server(process.pid, port)
    finally:
        process.terminate()
        process.wait(timeout=30)
