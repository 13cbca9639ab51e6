"""Who may see what: one declaration for each kind of row, and nothing without one.

An app declares its models when it starts. What is confidential lives in a table
of its own, so that visibility is a matter of rows and never of columns. Three
things decide whether a viewer sees a row:

- rows of another cluster: never;
- rows of the viewer's own organisation: by duty (`owner_duties`), and those of
  the own person;
- all other rows: by the viewer's role (`shows`); what the public sees, all see.

`see` is the only way to rows while a page is made (`guard` refuses the others),
the matrix test reads `declarations`, and pages show `readers_of`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from operator import or_
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.db.models import F, Model, Q, QuerySet
from django.http import Http404

from grandis.hub.core.enums import Duty, Role
from grandis.hub.core.guard import OWNER_READ, GuardedModel, GuardedQuerySet
from grandis.hub.core.implication import implies
from grandis.hub.core.viewer import Viewer

if TYPE_CHECKING:
    from grandis.hub.core.models import Organisation

Scope = Q | Callable[[Viewer], Q]
Row = TypeVar("Row", bound=GuardedModel)

#: Every row of the cluster, and none.
ALL = Q(pk__isnull=False)
NOTHING = Q(pk__isnull=True)


class UndeclaredError(LookupError):
    """A model without a declaration is visible to nobody."""


@dataclass(frozen=True)
class Declaration:
    """Who sees the rows of a model.

    `data` names the row of the table in docs/reference/visibility.md; `cluster`
    and `owner` are the paths to the cluster and to the organisation that the row
    belongs to, `person` the path to the one person who sees it whatever the
    organisation; `confidential` rows are logged when others than the owner read
    them.
    """

    model: type[GuardedModel]
    data: str
    cluster: str
    owner: str = ""
    owner_duties: frozenset[Duty] = frozenset(Duty)
    shows: Mapping[Role, Scope] = field(default_factory=dict)
    confidential: bool = False
    person: str = ""

    def scope(self, viewer: Viewer) -> Q | None:
        """The part of the table that a viewer sees; None if that is nothing."""
        if viewer.cluster is None:
            return None
        parts = list(self._parts(viewer))
        if not parts:
            return None
        within = Q(**{self.cluster: viewer.cluster.pk})
        if any(part is ALL for part in parts):
            return within
        return within & reduce(or_, parts)

    def _parts(self, viewer: Viewer) -> Iterator[Q]:
        """What the viewer sees in the cluster, to be joined by *or*."""
        for role in self.roles_of(viewer):
            scope = self.shows[role]
            yield scope(viewer) if callable(scope) else scope
        if self.owns_by_duty(viewer):
            assert viewer.organisation is not None
            yield Q(**{self.owner: viewer.organisation.pk})
        if self.person and viewer.person is not None:
            yield Q(**{self.person: viewer.person.pk})

    def roles_of(self, viewer: Viewer) -> set[Role]:
        """Under which of its declared roles a viewer sees rows of the table."""
        roles = {viewer.role}
        if viewer.role not in self._sees_what_the_public_does:
            roles.add(Role.PUBLIC)
        return roles & self.shows.keys()

    @cached_property
    def _sees_what_the_public_does(self) -> frozenset[Role]:
        """The roles whose own scope holds all that the public sees."""
        public = self.shows.get(Role.PUBLIC, NOTHING)
        return frozenset(
            role for role, scope in self.shows.items() if implies(public, scope)
        )

    def shows_others(self, viewer: Viewer) -> bool:
        """Whether the viewer may see rows of other organisations."""
        return bool(self.roles_of(viewer))

    def owns_by_duty(self, viewer: Viewer) -> bool:
        """Whether the viewer sees the rows of the own organisation."""
        if not self.owner or viewer.organisation is None:
            return False
        return bool(viewer.duties & (self.owner_duties | {Duty.OWNER}))


declarations: dict[type[Model], Declaration] = {}


def declare(
    model: type[GuardedModel],
    *,
    data: str,
    cluster: str,
    owner: str = "",
    owner_duties: frozenset[Duty] = frozenset(Duty),
    shows: Mapping[Role, Scope] | None = None,
    confidential: bool = False,
    person: str = "",
) -> None:
    """Declare who sees the rows of a model; once, when its app starts."""
    declarations[model] = Declaration(
        model=model,
        data=data,
        cluster=cluster,
        owner=owner,
        owner_duties=owner_duties,
        shows=dict(shows or {}),
        confidential=confidential,
        person=person,
    )


def widen(model: type[GuardedModel], shows: Mapping[Role, Scope]) -> None:
    """Show more rows of a model of another app: what that app cannot know itself."""
    declared = declaration_of(model)
    joined = {
        role: _either(declared.shows[role], scope) if role in declared.shows else scope
        for role, scope in shows.items()
    }
    declarations[model] = replace(declared, shows={**declared.shows, **joined})


def _either(one: Scope, other: Scope) -> Scope:
    def scope(viewer: Viewer) -> Q:
        first, second = (
            part(viewer) if callable(part) else part for part in (one, other)
        )
        return first | second

    return scope if callable(one) or callable(other) else one | other


def declaration_of(model: type[Model]) -> Declaration:
    """The declaration of a model; `UndeclaredError` where there is none."""
    try:
        return declarations[model]
    except KeyError:
        raise UndeclaredError(
            f"nobody has declared who may see {model.__name__}"
        ) from None


def see(viewer: Viewer, model: type[Row]) -> QuerySet[Row]:
    """The rows of a model that a viewer may see.

    Confidential rows that may be another's say whose they are, so that the guard
    can note whose rows were read.
    """
    declared = declaration_of(model)
    rows = cast("GuardedQuerySet[Row]", model._base_manager.all())
    scope = declared.scope(viewer)
    rows = rows.none() if scope is None else rows.filter(scope)
    confidential = declared.confidential and declared.shows_others(viewer)
    if confidential and declared.owner:
        rows = rows.annotate(**{OWNER_READ: F(declared.owner)})
    return rows.seen_by_reader(confidential=confidential)


def seen_or_404(viewer: Viewer, rows: type[Row] | QuerySet[Row], **lookup: Any) -> Row:
    """One row by its key; for the others there is no such page.

    `rows` is a model, or a queryset that came from `see`.
    """
    if isinstance(rows, type):
        rows = see(viewer, rows)
    for found in rows.filter(**lookup).order_by()[:1]:  # the order of one takes time
        return found
    raise Http404(f"no {rows.model._meta.verbose_name} here")


def see_of(
    viewer: Viewer, model: type[Row], organisation: "Organisation"
) -> QuerySet[Row]:
    """The rows that a viewer may see of those that belong to one organisation.

    Of the own organisation's rows, a duty shows all: no other question is asked.
    """
    declared = declaration_of(model)
    of_it = Q(**{declared.owner: organisation.pk})
    if not (viewer.acts_for(organisation) and declared.owns_by_duty(viewer)):
        return see(viewer, model).filter(of_it)
    rows = cast("GuardedQuerySet[Row]", model._base_manager.all())
    return rows.filter(of_it).seen_by_reader(confidential=False)


def readers_of(model: type[Model]) -> tuple[list[Role], bool]:
    """The roles that see others' rows of a model, and whether the owner sees them."""
    declared = declaration_of(model)
    if Role.PUBLIC in declared.shows:
        return [Role.PUBLIC], bool(declared.owner)
    return [role for role in Role if role in declared.shows], bool(declared.owner)
