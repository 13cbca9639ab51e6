"""How every row of an organisation is added, changed and removed.

`HANDLING` says for each kind of row who may change it and who is told; the
verbs of the other modules give these three steps their names. Each runs inside
its verb's transaction, writes the journal and keeps the index of find.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from grandis.hub.core import journal
from grandis.hub.core.domain.editing import clean, edit
from grandis.hub.core.domain.verbs import require
from grandis.hub.core.enums import Audience
from grandis.hub.core.errors import Broken, Conflict
from grandis.hub.core.models import Organisation, Versioned
from grandis.hub.core.viewer import Viewer
from grandis.hub.members import models, rules
from grandis.hub.members.find import index

Row = TypeVar("Row", bound=Versioned)


@dataclass(frozen=True)
class Handling:
    """How a kind of row is handled.

    `word` begins its journal kinds; `may` says who changes it; `told` who reads
    of it. `consent` names the field that shows the row to more people, which the
    owners alone may switch on.
    """

    word: str
    may: Callable[[Viewer, Organisation], bool]
    told: Audience
    consent: str = ""


#: What stays as it is from the beginning.
FIXED = {"id", "pk", "key", "organisation", "version", "updated_at"}

HANDLING: dict[type[Versioned], Handling] = {
    models.Profile: Handling(
        "profile", rules.may_keep_directory, Audience.CLUSTER, "shown_in_public"
    ),
    models.Expertise: Handling("expertise", rules.may_keep_directory, Audience.CLUSTER),
    models.Product: Handling("product", rules.may_present, Audience.CLUSTER),
    models.Market: Handling("market", rules.may_present, Audience.CLUSTER),
    models.ContactPerson: Handling(
        "contact", rules.may_present, Audience.CLUSTER, "is_public"
    ),
    models.ResearchOffer: Handling("offer", rules.may_present, Audience.CLUSTER),
    models.Site: Handling("site", rules.may_keep_directory, Audience.CLUSTER),
    models.Resource: Handling(
        "resource", rules.may_keep_resources, Audience.CLUSTER, "published"
    ),
    models.Certificate: Handling(
        "certificate", rules.may_keep_directory, Audience.CLUSTER
    ),
    models.PublishedSize: Handling("size", rules.may_consent, Audience.CLUSTER),
    models.ResourceRate: Handling("rate", rules.may_keep_rates, Audience.OWN),
    models.Shift: Handling("shift", rules.may_keep_resources, Audience.OWN),
    models.Closure: Handling("closure", rules.may_keep_resources, Audience.OWN),
    models.Load: Handling("load", rules.may_keep_resources, Audience.OWN),
    models.Figures: Handling("figures", rules.may_keep_figures, Audience.OWN),
    models.LinkedCompany: Handling("linked", rules.may_keep_figures, Audience.OWN),
    models.MembershipFee: Handling("fee", rules.may_keep_fees, Audience.COORDINATED),
    models.HoursLogged: Handling("hours", rules.may_log_hours, Audience.COORDINATED),
}


def add(
    model: type[Row], organisation: Organisation, by: Viewer, /, **values: Any
) -> Row:
    """Add a row to an organisation."""
    _allow(HANDLING[model], organisation, by, values, shown=False)
    _check(model, organisation, values)
    row = model(organisation=organisation, **values)
    clean(row)
    row.save()
    record(row, "added", by)
    return row


def change(row: Row, by: Viewer, version: int | None, /, **changes: Any) -> Row:
    """Change a row; see `core.domain.editing.edit` for `version`."""
    organisation, handling = owner_of(row), HANDLING[type(row)]
    _allow(handling, organisation, by, changes, shown=_is_shown(row, handling))
    _check(type(row), organisation, changes)
    before = audience_of(row)
    changed = edit(row, version=version, **changes)
    if changed:
        record(row, "changed", by, before=before, fields=sorted(changed))
    return row


def remove(row: Versioned, by: Viewer, version: int | None) -> None:
    """Remove a row, unless somebody has changed it in between."""
    require(HANDLING[type(row)].may(by, owner_of(row)), by, "remove this")
    locked = type(row)._base_manager.select_for_update().order_by("pk")
    current = locked.filter(pk=row.pk).first()  # PostgreSQL locks no outer join
    if current is None:
        return
    if version is not None and current.version != version:
        raise Conflict(current, {})
    record(current, "removed", by)
    try:
        current.delete()
    except ProtectedError as error:
        used = next(iter(error.protected_objects))
        raise Broken(
            _("“%(row)s” is still used by “%(used)s”; change or remove that first.")
            % {"row": row, "used": used}
        ) from error


def follow(row: Versioned, values: dict[str, Any] | None, by: Viewer) -> None:
    """Let a row follow another one: changed, or removed when there is nothing left.

    Whoever changed the other row need not have the right to change this one.
    """
    if values is None:
        record(row, "removed", by)
        row.delete()
    elif changed := edit(row, version=None, **values):
        record(row, "changed", by, fields=sorted(changed))


def owner_of(row: Versioned) -> Organisation:
    """The organisation that a row belongs to."""
    organisation: Organisation = row.organisation  # type: ignore[attr-defined]
    return organisation


def audience_of(row: Versioned) -> Audience:
    """Who reads of changes of a row: never more people than see the row."""
    told = HANDLING[type(row)].told
    if isinstance(row, models.Resource) and not row.published:
        return Audience.OWN
    if told == Audience.CLUSTER and not owner_of(row).is_confirmed:
        return Audience.COORDINATED
    return told


def record(
    row: Versioned,
    what: str,
    by: Viewer,
    *,
    before: Audience | None = None,
    fields: list[str] | None = None,
) -> None:
    """Write journal and index for a row; `before` is the audience before the change."""
    if what == "removed":
        index.forget(row)
    else:
        index.keep(row)
    organisation, audience = owner_of(row), audience_of(row)
    body: dict[str, Any] = {"name": organisation.name}
    if fields and audience != Audience.OWN:
        body["fields"] = fields
    journal.record(
        f"{HANDLING[type(row)].word}.{what}",
        by=by,
        subject=row,
        organisation=organisation,
        cluster=organisation.cluster,
        audience=before if before == Audience.CLUSTER else audience,
        **body,
    )


def _allow(
    handling: Handling,
    organisation: Organisation,
    by: Viewer,
    values: dict[str, Any],
    *,
    shown: bool,
) -> None:
    require(handling.may(by, organisation), by, "change this")
    if handling.consent and values.get(handling.consent) and not shown:
        require(rules.may_consent(by, organisation), by, "publish this")


def _is_shown(row: Versioned, handling: Handling) -> bool:
    if not handling.consent:
        return False
    shown = {"pk": row.pk, handling.consent: True}
    return type(row)._base_manager.filter(**shown).exists()


def _check(
    model: type[Versioned], organisation: Organisation, values: dict[str, Any]
) -> None:
    for name, value in values.items():
        if name in FIXED:
            raise TypeError(f"{name} cannot be changed")
        if value is None and not model._meta.get_field(name).null:
            raise Broken(_("Fill this in."), field=name)
        if isinstance(value, models.Owned) and (
            value.organisation_id != organisation.pk
        ):
            raise Broken(_("This belongs to somebody else."), field=name)
