"""Kinds of rows that are listed, read, added, changed and removed alike.

One call of `collect` declares the five operations on a kind of row with their
schemas; each calls the verb that the pages call.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field, create_model

from grandis.hub.api.enums import Scope
from grandis.hub.api.v1.changing import carry_out, found, shown, version_of
from grandis.hub.api.v1.core.clusters import PATH as CLUSTER
from grandis.hub.api.v1.fields import KEY, Changes, Key, RowKey, Slug, Values
from grandis.hub.api.v1.operations import changing, reading
from grandis.hub.api.v1.paging import Page, Window, page_of
from grandis.hub.api.v1.representations import represent
from grandis.hub.core.errors import Broken
from grandis.hub.core.guard import GuardedModel
from grandis.hub.core.http import HubRequest
from grandis.hub.core.models import Organisation
from grandis.hub.core.visibility import see

Verb = Callable[..., Any]


class Shown(Schema):
    """What every row shows besides its values."""

    key: str
    organisation: RowKey = Field(description="Whose row it is.")
    version: int
    updated_at: datetime


class ListAsked(Window):
    """Which rows to send."""

    organisation: str | None = Field(
        None, pattern=KEY, description="Only the rows of this organisation."
    )


ROWS_ASKED = Annotated[ListAsked, Query()]


@dataclass(frozen=True)
class Collection:
    """A kind of row and its verbs.

    `one` and `many` name it in addresses and operations. `fields` are the values
    that can be changed, `shows` what is shown. `parents` are the rows to which a new
    one can be added, by the name of the field that says which; `links` the fields
    that point to other rows. `who` says who may change it.
    """

    model: type[GuardedModel]
    one: str
    many: str
    fields: type[Schema]
    shows: type[Schema]
    add: Verb
    edit: Verb
    remove: Verb
    who: str
    parents: Mapping[str, type[GuardedModel]] = field(
        default_factory=lambda: {"organisation": Organisation}
    )
    links: Mapping[str, type[GuardedModel]] = field(default_factory=dict)
    reads: Scope = Scope.READ
    writes: Scope = Scope.DIRECTORY_WRITE

    @property
    def path(self) -> str:
        return f"{CLUSTER}/{self.many.replace('_', '-')}"

    @property
    def words(self) -> tuple[str, str]:
        return self.one.replace("_", " "), self.many.replace("_", " ")


#: All collections, for tests.
collections: list[Collection] = []


def collect(router: Router, rows: Collection) -> None:
    """Declare the operations on a kind of row."""
    collections.append(rows)
    related = tuple(sorted({"organisation", *rows.parents, *rows.links}))
    represent(rows.model, rows.shows, related=related)
    _list(router, rows)
    _read(router, rows)
    _add(router, rows)
    _edit(router, rows)
    _remove(router, rows)


def _list(router: Router, rows: Collection) -> None:
    def view(request: HubRequest, cluster: Slug, asked: ROWS_ASKED) -> Any:
        return page_of(request, rows.model, asked, organisation__key=asked.organisation)

    _named(view, f"list_{rows.many}", f"List {rows.words[1]}, as far as you see them.")
    reading(router, rows.path, gives=Page[rows.shows], scope=rows.reads)(view)  # type: ignore[name-defined]


def _read(router: Router, rows: Collection) -> None:
    def view(request: HubRequest, cluster: Slug, key: Key) -> Any:
        return found(request, rows.model, key=key)

    _named(view, f"read_{rows.one}", f"Read one of the {rows.words[1]}.")
    reading(router, rows.path + "/{key}", gives=rows.shows, scope=rows.reads)(view)


def _add(router: Router, rows: Collection) -> None:
    def view(request: HubRequest, cluster: Slug, body: Values) -> Any:
        values = linked(request, body.given(), {**rows.parents, **rows.links})
        parent = _parent(values, rows)
        return shown(request, carry_out(request, rows.add, parent, **values))

    view.__annotations__["body"] = _new(rows)
    _named(view, f"add_{rows.one}", f"Add to the {rows.words[1]}.\n\n{rows.who}")
    changing(
        router, "POST", rows.path, scope=rows.writes, gives=rows.shows, status=201
    )(view)


def _edit(router: Router, rows: Collection) -> None:
    def view(request: HubRequest, cluster: Slug, key: Key, body: Values) -> Any:
        row = found(request, rows.model, key=key)
        values = linked(request, body.given(), rows.links)
        version = version_of(request)
        done = carry_out(request, rows.edit, row, version=version, **values)
        return shown(request, done)

    view.__annotations__["body"] = _changes(rows)
    _named(
        view, f"edit_{rows.one}", f"Change one of the {rows.words[1]}.\n\n{rows.who}"
    )
    changing(
        router,
        "PATCH",
        rows.path + "/{key}",
        scope=rows.writes,
        gives=rows.shows,
        versioned=True,
    )(view)


def _remove(router: Router, rows: Collection) -> None:
    def view(request: HubRequest, cluster: Slug, key: Key) -> None:
        row = found(request, rows.model, key=key)
        carry_out(request, rows.remove, row, version=version_of(request))

    _named(
        view, f"remove_{rows.one}", f"Remove one of the {rows.words[1]}.\n\n{rows.who}"
    )
    changing(
        router,
        "DELETE",
        rows.path + "/{key}",
        scope=rows.writes,
        versioned=True,
        conflict=rows.shows,
    )(view)


def _new(rows: Collection) -> type[Values]:
    """The schema for a new row: its values and what it is added to."""
    needed: Any = (RowKey, ...) if len(rows.parents) == 1 else (RowKey | None, None)
    return create_model(
        f"New{rows.model.__name__}",
        __base__=(rows.fields, Values),  # type: ignore[arg-type]
        __doc__=f"What to add to the {rows.words[1]}.",
        **dict.fromkeys(rows.parents, needed),
    )


def _changes(rows: Collection) -> type[Changes]:
    """The schema for changing a row."""
    return create_model(
        f"{rows.model.__name__}Changes",
        __base__=(rows.fields, Changes),  # type: ignore[arg-type]
        __doc__="What is to change; what is left out stays as it is.",
    )


def linked(
    request: HubRequest,
    values: dict[str, Any],
    links: Mapping[str, type[GuardedModel]],
) -> dict[str, Any]:
    """The values with rows in place of their keys; unseen rows are not there."""
    for name in values.keys() & links.keys():
        key = values[name]
        if key is None:
            continue
        row = _row(request, links[name], key)
        if row is None:
            raise Broken(_("There is no such row."), field=name)
        values[name] = row
    return values


def _row(request: HubRequest, model: type[GuardedModel], key: str) -> Any:
    """A row with its organisation, which the verbs ask for."""
    rows: QuerySet[Any] = see(request.viewer, model)
    owner = "cluster" if model is Organisation else "organisation__cluster"
    return rows.select_related(owner).filter(key=key).first()


def _parent(values: dict[str, Any], rows: Collection) -> Model:
    given = [values.pop(name, None) for name in rows.parents]
    parents: list[Model] = [row for row in given if row is not None]
    if len(parents) != 1:
        names = ", ".join(rows.parents)
        raise Broken(_("Give one of: %(names)s.") % {"names": names})
    return parents[0]


def _named(view: Callable[..., Any], name: str, doc: str) -> None:
    view.__name__ = view.__qualname__ = name
    view.__doc__ = doc
