"""What this portal signed itself: read back only where it is ours, and unpacked only so far as we ever pack.

What lives here: the signer of all that is packed. What does not: what is signed (signed_cookie.py, signed_links.py;
messages and sessions, in vwnw_portal). A few kilobytes of packed text can become gigabytes: a signature says that we
wrote them, not that they fit in memory.
"""

import zlib
from typing import Any

from django.core import signing

# The longest that is signed here, in bytes of JSON: ten places with every field filled to its end come to 30 kB.
LARGEST_CONTENT = 32 * 1024
PACKED = "."


class BoundedSigner(signing.TimestampSigner):
    """Django's, for contents of a bounded size."""

    def unsign_object(self, signed_obj: str, serializer: Any = signing.JSONSerializer, **kwargs: Any) -> Any:
        """Return what was signed, or raise BadSignature; also for what would become too much."""
        text = self.unsign(signed_obj, **kwargs)
        if text.startswith(PACKED) and not _fits(signing.b64_decode(text.removeprefix(PACKED).encode())):
            raise signing.BadSignature("too much")
        return super().unsign_object(signed_obj, serializer, **kwargs)


def _fits(packed: bytes) -> bool:
    return len(zlib.decompressobj().decompress(packed, LARGEST_CONTENT + 1)) <= LARGEST_CONTENT
