"""Who sees the rows of the directory; see docs/reference/visibility.md."""

from django.db.models import Q

from grandis.hub.core import journal
from grandis.hub.core.declarations import LISTED
from grandis.hub.core.enums import MEMBERS, Duty, Role
from grandis.hub.core.guard import GuardedModel
from grandis.hub.core.models import Organisation
from grandis.hub.core.visibility import ALL, Scope, declare, widen
from grandis.hub.members import models
from grandis.hub.members.sentences import SENTENCES

PRODUCTION = frozenset({Duty.PRODUCTION})
ACCOUNTS = frozenset({Duty.ACCOUNTS})


def declare_members() -> None:
    """Declare the rows of `members`; its app calls this when it starts."""
    for row in (
        models.Profile,
        models.Expertise,
        models.Product,
        models.Market,
        models.ResearchOffer,
        models.Site,
        models.Certificate,
        models.PublishedSize,
    ):
        _declare(row, "directory", shows=_directory(ALL))
    shown = LISTED & Q(profile__shown_in_public=True)
    widen(Organisation, {Role.PUBLIC: shown})
    published = _directory(Q(published=True))
    _declare(models.Resource, "published resources", shows=published)
    _declare(models.SearchEntry, "published resources", shows=published)
    _declare(models.ContactPerson, "contact persons", shows=_contacts())
    for confidential, duties in (
        (models.Shift, PRODUCTION),
        (models.Closure, PRODUCTION),
        (models.Load, PRODUCTION),
        (models.ResourceRate, PRODUCTION | {Duty.SALES}),
    ):
        _declare(confidential, "capacity and rates", duties=duties, secret=True)
    for figures in (models.Figures, models.LinkedCompany):
        _declare(figures, "figures", duties=ACCOUNTS, secret=True)
    _declare(
        models.MembershipFee,
        "membership",
        duties=ACCOUNTS,
        shows={Role.COORDINATOR: ALL},
    )
    _declare(models.HoursLogged, "membership", shows={Role.COORDINATOR: ALL})
    journal.register(SENTENCES)


def _declare(
    model: type[GuardedModel],
    data: str,
    *,
    shows: dict[Role, Scope] | None = None,
    duties: frozenset[Duty] = frozenset(Duty),
    secret: bool = False,
) -> None:
    declare(
        model,
        data=data,
        cluster="organisation__cluster",
        owner="organisation",
        owner_duties=duties,
        shows=shows,
        confidential=secret,
    )


def through(path: str, condition: Q) -> Q:
    """A condition on the row that a path leads to."""
    moved = []
    for part in condition.children:
        if isinstance(part, Q):
            moved.append(through(path, part))
        else:
            field, value = part  # type: ignore[misc]
            moved.append(Q((f"{path}__{field}", value)))
    return Q(*moved, _connector=condition.connector, _negated=condition.negated)


OF_LISTED = through("organisation", LISTED)
OF_SHOWN = OF_LISTED & Q(organisation__profile__shown_in_public=True)


def _directory(rows: Q) -> dict[Role, Scope]:
    """Rows of listed organisations inside, of those that agreed in public."""
    inside: tuple[Role, ...] = (*MEMBERS, Role.TRUSTEE, Role.AGENCY)
    asked = Q() if rows is ALL else rows
    return {
        Role.COORDINATOR: rows,
        **dict.fromkeys(inside, asked & OF_LISTED),
        Role.PUBLIC: asked & OF_SHOWN,
    }


def _contacts() -> dict[Role, Scope]:
    """Contact persons: the cluster's own, and in public those that agreed."""
    return {
        Role.COORDINATOR: ALL,
        **dict.fromkeys(MEMBERS, OF_LISTED),
        Role.PUBLIC: OF_SHOWN & Q(is_public=True),
    }
