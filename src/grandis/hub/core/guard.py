"""No query without a reader: what makes visibility fail closed.

While a page or an API answer is being made, a query for a guarded model runs
only if it came from `visibility.see` (which marks it), or inside `trusted()`
(the verbs of `domain`, which decide themselves what may happen). Anything else
raises `UnseenQuery`: a forgotten filter becomes an error page, never a leak.
Outside of requests (commands, the worker, migrations) nothing is guarded.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import sql
from django.utils.encoding import force_str


class UnseenQuery(RuntimeError):
    """A query for guarded rows that does not say for whom."""


@dataclass
class Watch:
    """What a request has asked for so far.

    `confidential` holds the models of which confidential rows were asked for and,
    for each, the organisations whose rows were fetched. A model without any was
    counted or summed up: nobody can say whose rows those were.
    """

    trusted: bool = False
    confidential: dict[str, set[int | None] | None] = field(default_factory=dict)

    def asked(self, label: str) -> None:
        """Note that a query for confidential rows was made."""
        self.confidential.setdefault(label, None)

    def fetched(self, label: str, owners: Iterable[int | None]) -> None:
        """Note whose confidential rows were read."""
        self.confidential[label] = (self.confidential.get(label) or set()) | {*owners}


_watch: ContextVar[Watch | None] = ContextVar("watch", default=None)


@contextmanager
def watching() -> Iterator[Watch]:
    """Guard all queries until the end of the block."""
    watch = Watch()
    token = _watch.set(watch)
    try:
        yield watch
    finally:
        _watch.reset(token)


@contextmanager
def trusted() -> Iterator[None]:
    """Let a block read what it needs; for verbs, never for what is shown."""
    watch = _watch.get()
    if watch is None:
        yield
        return
    before, watch.trusted = watch.trusted, True
    try:
        yield
    finally:
        watch.trusted = before


class GuardedQuery(sql.Query):
    """A query that asks the guard before it is compiled.

    Every way to read rows (fetching, counting, aggregating, prefetching,
    subqueries) compiles the query first.
    """

    seen = False
    confidential = False

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        watch = _watch.get()
        if watch is not None and not watch.trusted:
            assert self.model is not None
            if not self.seen:
                raise UnseenQuery(
                    f"{self.model._meta.label} was asked for without a reader; "
                    "use visibility.see(viewer, model)"
                )
            if self.confidential:
                watch.asked(self.model._meta.label)
        return super().get_compiler(*args, **kwargs)


#: The attribute of a confidential row that says whose it is (see `visibility.see`).
OWNER_READ = "owner_read"

Row = TypeVar("Row", bound=models.Model)


class GuardedQuerySet(models.QuerySet[Row]):
    """Rows that are shown only to those who may see them."""

    query: GuardedQuery

    def __init__(
        self, model: Any = None, query: Any = None, using: Any = None, hints: Any = None
    ) -> None:
        super().__init__(model, query or GuardedQuery(model), using, hints)

    def seen_by_reader(self, confidential: bool) -> Self:
        """The same rows, marked as filtered for a reader."""
        marked = self.all()
        marked.query.seen = True
        marked.query.confidential = confidential
        return marked

    def _fetch_all(self) -> None:
        fetches = self._result_cache is None
        super()._fetch_all()
        if fetches:
            self._note(self._result_cache or [])

    def _iterator(self, *args: Any) -> Iterator[Row]:
        for row in super()._iterator(*args):  # type: ignore[misc]
            self._note([row])
            yield row

    def _note(self, rows: Iterable[Any]) -> None:
        """Tell the watch whose confidential rows these are."""
        watch = _watch.get()
        if watch is None or watch.trusted or not self.query.confidential:
            return
        if self._fields is None:  # type: ignore[attr-defined]  # rows, not values
            owners = {getattr(row, OWNER_READ, None) for row in rows}
            watch.fetched(self.model._meta.label, owners)


GuardedManager = models.Manager.from_queryset(GuardedQuerySet)


class GuardedModel(models.Model):
    """A model whose rows are read through `visibility.see` alone."""

    objects = GuardedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def _get_FIELD_display(self, field: models.Field[Any, Any]) -> Any:  # noqa: N802
        """The name of a choice, as `get_…_display` gives it.

        Django's own translates all choices to look one up.
        """
        value = getattr(self, field.attname)
        return force_str(_names_of(field).get(value, value), strings_only=True)


@cache
def _names_of(field: models.Field[Any, Any]) -> dict[Any, Any]:
    """The names of a field's choices by value, not translated yet."""
    return dict(field.flatchoices)
