"""Drawings and other files of an opportunity."""

from datetime import datetime
from typing import Annotated, Any

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from ninja import Field, File, Query, Router, Schema
from ninja.files import UploadedFile

from grandis.hub.api.enums import Scope
from grandis.hub.api.v1.changing import carry_out, found, shown
from grandis.hub.api.v1.core.clusters import PATH as CLUSTER
from grandis.hub.api.v1.fields import Key, RowKey, Slug
from grandis.hub.api.v1.market.opportunities import ONE as OPPORTUNITY
from grandis.hub.api.v1.operations import changing, downloading, reading
from grandis.hub.api.v1.paging import Page, Window, page_of
from grandis.hub.api.v1.representations import represent
from grandis.hub.core.http import HubRequest
from grandis.hub.market.domain import attachments
from grandis.hub.market.enums import Scan
from grandis.hub.market.models import Attachment, Opportunity

router = Router(tags=["Opportunities"])
ONE = CLUSTER + "/attachments/{key}"


class AttachmentOut(Schema):
    """A file of an opportunity."""

    key: str
    opportunity: RowKey
    name: str
    size: int = Field(description="In bytes.")
    content_type: str
    sha256: str
    scan: Scan
    added_at: datetime


represent(Attachment, AttachmentOut, related=("opportunity",))


@reading(
    router,
    OPPORTUNITY + "/attachments",
    gives=Page[AttachmentOut],
    scope=Scope.MARKET_READ,
)
def list_attachments(
    request: HubRequest, cluster: Slug, key: Key, asked: Annotated[Window, Query()]
) -> Any:
    """List the files of an opportunity."""
    found(request, Opportunity, key=key)
    return page_of(request, Attachment, asked, opportunity__key=key)


@changing(
    router,
    "POST",
    OPPORTUNITY + "/attachments",
    scope=Scope.MARKET_WRITE,
    gives=AttachmentOut,
    status=201,
)
def add_attachment(
    request: HubRequest, cluster: Slug, key: Key, file: File[UploadedFile]
) -> Any:
    """Add a file to an opportunity.

    For whoever asks or works on it: PDF, pictures, CAD or office files up to 20 MB. The
    same file is kept once.
    """
    row = found(request, Opportunity, key=key)
    checked = attachments.check(file.name or "", file.read())
    return shown(request, carry_out(request, attachments.keep, row, file=checked))


@reading(router, ONE, gives=AttachmentOut, scope=Scope.MARKET_READ)
def read_attachment(request: HubRequest, cluster: Slug, key: Key) -> Any:
    """Read about a file."""
    return found(request, Attachment, key=key)


@downloading(
    router,
    ONE + "/content",
    content_type="application/octet-stream",
    scope=Scope.MARKET_READ,
)
def download_attachment(request: HubRequest, cluster: Slug, key: Key) -> Any:
    """Download a file; an infected one is not there."""
    row = found(request, Attachment, key=key)
    if not row.file:
        raise Http404("nothing but its name was kept")
    with row.file.open("rb") as file:  # 20 MB at most
        response = HttpResponse(file.read(), content_type="application/octet-stream")
    name = content_disposition_header(as_attachment=True, filename=row.name)
    response["Content-Disposition"] = name
    return response


@changing(router, "DELETE", ONE, scope=Scope.MARKET_WRITE)
def remove_attachment(request: HubRequest, cluster: Slug, key: Key) -> None:
    """Remove a file.

    For the opportunity's issuer and the coordinator.
    """
    row = found(request, Attachment, key=key)
    carry_out(request, attachments.detach, row)
