"""The journal: what happened, as far as the viewer may read it, and its seal."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Field, Path, Query, Router, Schema

from grandis.hub.api.v1.changing import found
from grandis.hub.api.v1.core.clusters import PATH as CLUSTER
from grandis.hub.api.v1.fields import RowKey, Slug
from grandis.hub.api.v1.operations import reading
from grandis.hub.api.v1.paging import Page, Window, page_of
from grandis.hub.api.v1.representations import represent
from grandis.hub.core.enums import Audience
from grandis.hub.core.http import HubRequest
from grandis.hub.core.models import JournalEntry
from grandis.hub.core.signing import newest_checkpoint, verifier_key

router = Router(tags=["Journal"])
PATH = CLUSTER + "/journal"

Index = Annotated[int, Path(ge=0, lt=2**63, description="The entry's number.")]


class EntryOut(Schema):
    """An entry of the journal: one leaf of its tree (RFC 6962).

    The leaf is a hash over the salt and the entry; docs/reference/journal.md says how.
    """

    index: int
    kind: str
    at: datetime
    organisation: RowKey | None
    audience: Audience
    subject: str
    body: dict[str, Any] | None = Field(description="Null once it was erased.")
    salt: str | None = Field(description="Hexadecimal; null once it was erased.")
    leaf: str = Field(description="Hexadecimal.")

    @staticmethod
    def resolve_salt(entry: JournalEntry) -> str | None:
        return bytes(entry.salt).hex() if entry.salt else None

    @staticmethod
    def resolve_leaf(entry: JournalEntry) -> str:
        return bytes(entry.leaf).hex()


class CheckpointOut(Schema):
    """What the journal signs to say how long it is and what it holds."""

    size: int = Field(description="How many entries there are.")
    note: str = Field(description="A signed note (C2SP tlog-checkpoint).")
    verifier_key: str = Field(description="The public key, as C2SP writes it.")


class EntriesAsked(Window):
    """Which entries to send."""

    kind: str | None = Field(
        None, pattern=r"^[a-z_.]{1,60}$", description="Like `person.came`."
    )


represent(JournalEntry, EntryOut, related=("organisation",))


@reading(router, PATH, gives=Page[EntryOut])
def list_journal(
    request: HubRequest, cluster: Slug, asked: Annotated[EntriesAsked, Query()]
) -> Any:
    """List the entries of the journal that you may read, newest first."""
    return page_of(request, JournalEntry, asked, kind=asked.kind)


@reading(router, PATH + "/checkpoint", gives=CheckpointOut)
def read_checkpoint(request: HubRequest, cluster: Slug) -> Any:
    """Read the signed checkpoint of the journal as it is now.

    Keep it: it proves later that the journal still begins with the same entries.
    """
    newest = newest_checkpoint()
    return {
        "size": newest.size,
        "note": newest.note,
        "verifier_key": str(verifier_key()),
    }


@reading(router, PATH + "/{int:index}", gives=EntryOut)
def read_entry(request: HubRequest, cluster: Slug, index: Index) -> Any:
    """Read an entry of the journal."""
    return found(request, JournalEntry, index=index)
