"""How a kind of row looks in the interface: one declaration for each model."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from django.db.models import Model, Prefetch, QuerySet
from ninja import Schema

from grandis.hub.core.guard import GuardedModel
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.visibility import see

Row = TypeVar("Row", bound=GuardedModel)


@dataclass(frozen=True)
class Representation(Generic[Row]):
    """A model, the schema that shows it, and what is read along with a row.

    `related` are foreign keys to follow, `lists` the rows that belong to it, by
    their name, and `left` columns too large to be read with every row.
    """

    model: type[Row]
    schema: type[Schema]
    related: tuple[str, ...] = ()
    lists: Mapping[str, type[GuardedModel]] = field(default_factory=dict)
    left: tuple[str, ...] = ()

    def rows(self, viewer: Viewer) -> QuerySet[Row]:
        """The rows that a viewer may see, in a lasting order."""
        rows = see(viewer, self.model).select_related(*self.related).defer(*self.left)
        for name, model in self.lists.items():
            rows = rows.prefetch_related(Prefetch(name, see(viewer, model)))
        order = self.model._meta.ordering or ()
        return rows.order_by(*order, *(() if {"pk", "-pk"} & {*order} else ("pk",)))


representations: dict[type[Model], Representation[Any]] = {}


def represent(
    model: type[Row],
    schema: type[Schema],
    *,
    related: tuple[str, ...] = (),
    lists: Mapping[str, type[GuardedModel]] | None = None,
    left: tuple[str, ...] = (),
) -> Representation[Row]:
    """Declare how a model looks in the interface; once."""
    representations[model] = Representation(model, schema, related, lists or {}, left)
    return representations[model]
