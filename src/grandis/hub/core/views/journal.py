"""The journal: to read, to take home, and to check against the signed tree."""

from base64 import b64encode
from collections.abc import Iterable, Iterator
from tempfile import SpooledTemporaryFile

from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from grandis.hub.core import signing
from grandis.hub.core.days import end_of, start_of
from grandis.hub.core.forms.journal import JournalFilter
from grandis.hub.core.http import HubRequest
from grandis.hub.core.journal import read_node, utc_text
from grandis.hub.core.models import Appointment, JournalEntry, JournalNode
from grandis.hub.core.sentences import kinds_of, sentence_of, told
from grandis.hub.core.views.doors import inside
from grandis.hub.core.views.lists import page_of
from grandis.hub.core.visibility import see, seen_or_404
from grandis.sealing import Entry, SaltedEntry, merkle, write_export

IN_MEMORY = 2**20
#: What a list tells of an entry.
LISTED = ("index", "kind", "at", "body", "actor__name")


@require_GET
def journal(request: HubRequest, cluster: str) -> HttpResponse:
    """The entries that the viewer may read, newest first."""
    seen = see(request.viewer, JournalEntry)
    kinds = seen.order_by("kind").values_list("kind", flat=True).distinct()
    form = JournalFilter(request.GET, kinds=kinds_of(kinds))
    rows = _filtered(seen, form).select_related("actor").only(*LISTED)
    page = page_of(request, rows)
    shown = {"form": form, "page": page, "entries": told(page.object_list)}
    return render(request, "core/journal.html", shown | _names_for(request))


def _filtered(
    entries: QuerySet[JournalEntry], form: JournalFilter
) -> QuerySet[JournalEntry]:
    form.is_valid()  # a value that makes no sense filters nothing and says so
    asked = form.cleaned_data
    if kind := asked.get("kind"):
        entries = entries.filter(kind=kind)
    if since := asked.get("since"):
        entries = entries.filter(at__gte=start_of(since))
    if until := asked.get("until"):
        entries = entries.filter(at__lt=end_of(until))
    return entries


def _names_for(request: HubRequest) -> dict[str, object]:
    """The people whose names the viewer may read beside what they did."""
    known = see(request.viewer, Appointment).values_list("person", flat=True)
    return {"known_people": set(known)}


@require_GET
def entry(request: HubRequest, cluster: str, index: int) -> HttpResponse:
    """One entry in full, with what proves that the journal holds it."""
    seen = see(request.viewer, JournalEntry).select_related("actor")
    row = seen_or_404(request.viewer, seen, index=index)
    proof = _proof_of(row)
    shown = {"entry": row, "text": sentence_of(row), "proof": proof}
    return render(request, "core/entry.html", shown | _names_for(request))


@require_GET
def proof(request: HubRequest, cluster: str, index: int) -> HttpResponse:
    """What proves that the journal holds an entry, for a program."""
    row = seen_or_404(request.viewer, JournalEntry, index=index)
    return JsonResponse(_proof_of(row))


def _proof_of(row: JournalEntry) -> dict[str, object]:
    """An inclusion proof (RFC 6962) against the newest checkpoint."""
    checkpoint = signing.newest_checkpoint()
    hashes = merkle.inclusion_proof(row.index, checkpoint.size, read_node)
    return {
        "index": row.index,
        "size": checkpoint.size,
        "leaf": _text(bytes(row.leaf)),
        "salt": _text(bytes(row.salt)) if row.salt else None,
        "proof": [_text(each) for each in hashes],
        "checkpoint": checkpoint.note,
    }


def _text(data: bytes) -> str:
    return b64encode(data).decode()


@require_GET
@inside
def export(request: HubRequest, cluster: str) -> FileResponse:
    """The journal as the viewer may see it, for `grandis verify`."""
    checkpoint = signing.newest_checkpoint()
    below = checkpoint.size
    leaves = JournalNode.objects.filter(level=0, index__lt=below).order_by("index")
    entries = see(request.viewer, JournalEntry).filter(
        index__lt=below, salt__isnull=False
    )
    # Written here and now: while it is sent, nobody watches the queries any more.
    file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the response closes it
    write_export(
        file,
        checkpoint=checkpoint.note,
        key=signing.verifier_key(),
        leaves=map(bytes, leaves.values_list("hash", flat=True).iterator()),
        entries=_salted(entries.order_by("index").iterator(), cluster),
    )
    file.seek(0)
    name = f"{cluster}-journal-{below}.zip"
    return FileResponse(file, as_attachment=True, filename=name)


def _salted(rows: Iterable[JournalEntry], cluster: str) -> Iterator[SaltedEntry]:
    for row in rows:
        assert row.salt is not None
        assert row.body is not None
        said = Entry(
            index=row.index,
            kind=row.kind,
            at=utc_text(row.at),
            cluster=cluster,
            subject=row.subject,
            body=row.body,
        )
        yield SaltedEntry(said, bytes(row.salt))


@require_GET
def checkpoint(request: HubRequest) -> HttpResponse:
    """The newest signed checkpoint: whoever keeps it can check the journal later."""
    return _plain(signing.newest_checkpoint().note)


@require_GET
def key(request: HubRequest) -> HttpResponse:
    """The public key that checkpoints are verified with."""
    return _plain(f"{signing.verifier_key()}\n")


def _plain(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
