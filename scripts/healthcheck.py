"""Ask the portal in this container whether it is healthy; exit status 1 when it is not.

What lives here: asking as the proxy in front would, with the site's own host name over https.
"""

import http.client
import os
import sys

TIMEOUT_SECONDS = 4


def main() -> int:
    """Return 0 when /gezond/ answers 200."""
    host = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip().lstrip(".*") or "localhost"
    connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("GET", "/gezond/", headers={"Host": host, "X-Forwarded-Proto": "https"})
        status = connection.getresponse().status
    except OSError as error:
        print(f"no answer: {error}")
        return 1
    print(f"/gezond/ answers {status}")
    return 0 if status == http.client.OK else 1


if __name__ == "__main__":
    sys.exit(main())
