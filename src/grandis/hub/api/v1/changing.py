"""From a request to a verb: once for a key, and only on the version that was seen."""

import re
from collections.abc import Callable
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.db.models import Model
from django.utils.translation import gettext as _

from grandis.hub.api.v1.representations import representations
from grandis.hub.core.domain.verbs import once
from grandis.hub.core.errors import Broken, HubError
from grandis.hub.core.http import HubRequest
from grandis.hub.core.visibility import seen_or_404

KEY_HEADER = "Idempotency-Key"
VERSION_HEADER = "If-Match"
KEY_PATTERN = r"^[\x21-\x7e]{1,64}$"
VERSION_PATTERN = r'^"[0-9]{1,9}"$'


class VersionMissing(HubError):
    """A change of a row that does not say which version it starts from."""


def carry_out(
    request: HubRequest, verb: Callable[..., Any], *objects: Any, **asked: Any
) -> Any:
    """Carry out a verb for the viewer; twice with the same key is once.

    The same key on another address, or with another body, is another request.
    """
    return once(_key(request), request.viewer, verb, *objects, **asked)


def _key(request: HubRequest) -> str:
    given = request.headers.get(KEY_HEADER)
    if given is None:
        return uuid4().hex
    if not re.match(KEY_PATTERN, given):
        raise Broken(_("Give 1 to 64 printable characters."), field=KEY_HEADER)
    organisation = request.viewer.organisation
    parts = (
        given,
        request.method or "",
        request.path,
        organisation.key if organisation else "",
    )
    whole = "\n".join(parts).encode() + b"\n" + _sent(request)
    return sha256(whole).hexdigest()


def _sent(request: HubRequest) -> bytes:
    """What came with the request; of files, which are read already, their hashes."""
    if not request.FILES:
        return request.body
    files = sorted(request.FILES.items())
    return b"".join(sha256(_content(file)).digest() for _, file in files)


def _content(file: Any) -> bytes:
    file.seek(0)
    content: bytes = file.read()
    file.seek(0)
    return content


def version_of(request: HubRequest) -> int:
    """The version that the sender has seen, from the header `If-Match`."""
    given = request.headers.get(VERSION_HEADER)
    if given is None:
        raise VersionMissing(_("Send the ETag of what you have read as If-Match."))
    if not re.match(VERSION_PATTERN, given):
        raise Broken(_('Give a version in quotes, like "3".'), field=VERSION_HEADER)
    return int(given.strip('"'))


def shown(request: HubRequest, row: Model) -> Any:
    """A row as its representation shows it to the viewer, with its version as ETag."""
    rows = representations[type(row)].rows(request.viewer)
    return with_etag(request, seen_or_404(request.viewer, rows, pk=row.pk))


def found(request: HubRequest, model: type[Model], **lookup: Any) -> Any:
    """One row that the viewer may see, by its key, with its version as ETag."""
    rows = representations[model].rows(request.viewer)
    return with_etag(request, seen_or_404(request.viewer, rows, **lookup))


def with_etag(request: HubRequest, row: Any) -> Any:
    """Remember a row's version, for `Interface.create_response` to send it."""
    version = getattr(row, "version", None)
    if version is not None:
        request.etag = f'"{version}"'  # type: ignore[attr-defined]
    return row
