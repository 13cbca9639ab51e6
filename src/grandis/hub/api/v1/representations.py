"""How a kind of row looks in the interface: one declaration for each model."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from ninja import Schema

from grandis.hub.core.guard import GuardedModel
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.visibility import see

Row = TypeVar("Row", bound=GuardedModel)


@dataclass(frozen=True)
class Representation(Generic[Row]):
    """A model, the schema that shows it, and what is read along with a row.

    `related` are foreign keys to follow.
    """

    model: type[Row]
    schema: type[Schema]
    related: tuple[str, ...] = ()

    def rows(self, viewer: Viewer) -> QuerySet[Row]:
        """The rows that a viewer may see, in a lasting order."""
        rows = see(viewer, self.model).select_related(*self.related)
        order = self.model._meta.ordering or ()
        return rows.order_by(*order, *(() if {"pk", "-pk"} & {*order} else ("pk",)))


representations: dict[type[Model], Representation[Any]] = {}


def represent(
    model: type[Row],
    schema: type[Schema],
    *,
    related: tuple[str, ...] = (),
) -> Representation[Row]:
    """Declare how a model looks in the interface; once."""
    representations[model] = Representation(model, schema, related)
    return representations[model]
