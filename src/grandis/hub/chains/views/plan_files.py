"""Downloads of a plan: what the reader may see, as files."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from grandis.hub.chains.documents import plan as documents
from grandis.hub.chains.documents.tables import XLSX
from grandis.hub.chains.seeing import Kept, kept_or_404
from grandis.hub.core.enums import Role
from grandis.hub.core.http import HubRequest
from grandis.hub.core.views.doors import for_roles

#: How each kind of file is made, and its type.
FILES: dict[str, tuple[Callable[[Kept], bytes], str]] = {
    "pdf": (documents.document_of, "application/pdf"),
    "svg": (documents.picture_of, "image/svg+xml"),
    "json": (documents.values_of, "application/json"),
    "xlsx": (documents.table_of, XLSX),
}


@require_GET
@for_roles(Role.COORDINATOR)
def plan_file(request: HubRequest, cluster: str, run: str, kind: str) -> HttpResponse:
    """A plan as a file."""
    if kind not in FILES:
        raise Http404("no such file")
    make, content_type = FILES[kind]
    answer = HttpResponse(make(kept_or_404(request, run)), content_type)
    answer["Content-Disposition"] = f'attachment; filename="plan-{run}.{kind}"'
    return answer
