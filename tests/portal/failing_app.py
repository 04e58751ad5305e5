"""A web application in which everything goes wrong, for the log of the server (test_server_log.py)."""

import time


def application(environ, start_response):
    """Hang where the address says so, and else raise an exception."""
    if environ["PATH_INFO"].endswith("/hangt/"):
        time.sleep(60)
    raise RuntimeError(environ["PATH_INFO"])
