"""Nobody asks without end: counts by address and by e-mail, for an hour each."""

from hashlib import sha256

from allauth.account.adapter import get_adapter
from django.core.cache import caches
from django.http import HttpRequest
from django.utils import timezone

#: Enquiries an hour from one address, and for one mailbox.
FROM_ONE_ADDRESS = 30
FOR_ONE_MAILBOX = 10


def asks_too_often(request: HttpRequest, email: str) -> bool:
    """Count an enquiry; whether there were too many in this hour."""
    address = get_adapter().get_client_ip(request)
    return _is_over("address", address, FROM_ONE_ADDRESS) or _is_over(
        "mailbox", email.strip().lower(), FOR_ONE_MAILBOX
    )


def _is_over(kind: str, who: str, most: int) -> bool:
    memory = caches["default"]
    hashed = sha256(who.encode()).hexdigest()  # no address lies about in the clear
    hour = f"asked:{kind}:{hashed}:{timezone.now():%Y%m%d%H}"
    memory.add(hour, 0, 2 * 3600)
    return memory.incr(hour) > most
