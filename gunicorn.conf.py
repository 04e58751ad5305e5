"""How gunicorn serves the portal, on a laptop and in a container.

What lives here: the server's own settings. What does not: the application's (vwnw_portal/settings.py), how requests
come in (vwnw_portal/buffering_worker.py).
"""

import gc
import os

wsgi_app = "vwnw_portal.wsgi:application"
bind = os.environ.get("BIND", f"127.0.0.1:{os.environ.get('PORT', '8000')}")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))

# A slow client waits where it costs nothing, and a thread gets whole requests only. A few threads, so that one request
# that waits for the database holds up no others: docs/decisions/requests-in-whole.md has the figures.
worker_class = "vwnw_portal.buffering_worker.BufferingWorker"
threads = int(os.environ.get("WEB_THREADS", "4"))
# Clients that one worker lets wait; what comes then waits outside. Below the 1,024 files that a process may often open.
worker_connections = 500
# A connection is for one request: the proxy in front is near, and keeps those of browsers open.
keepalive = 0

# No header sets the path under which the portal stands, or any other part of the environment.
forwarder_headers = ""
# Nor does one say here that a request came by https: whose word counts for that is a setting (BEHIND_TLS_PROXY).
secure_scheme_headers = {}

# Each worker loads the code itself: loading it once for all (preload_app) saved nothing when measured, 149 against
# 139 MB with the reference data in both workers, and a reload would then not pick up new code.

# What one request may cost, in seconds: a worker that takes longer is replaced. Readers who left keep costing
# until their answer is ready, so this is the brake on a page that has become too slow.
timeout = 15
graceful_timeout = 10

# A worker is renewed now and then, not all at once, so that a leak never grows for weeks.
max_requests = 10_000
max_requests_jitter = 1_000

# Heartbeat files in memory: on some disks they would stop a worker for no reason.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108 - gunicorn makes its own file

accesslog = None
errorlog = "-"
# Without the secrets of links, and without what was wrong with what is no request.
logger_class = "vwnw_portal.server_log.ServerLog"
loglevel = os.environ.get("GUNICORN_LOG_LEVEL", "warning")


def post_worker_init(_worker: object) -> None:
    """Leave out of every later search for garbage what a worker loaded to begin with: it is no garbage until the end.

    Looking through all of it took a request that had the bad luck some 100 milliseconds.
    """
    gc.collect()
    gc.freeze()
