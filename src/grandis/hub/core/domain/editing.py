"""Nobody's work is silently overwritten."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import F

from grandis.hub.core.errors import Broken, Conflict
from grandis.hub.core.models import Keyed, Versioned

Row = TypeVar("Row", bound=Versioned)


def edit(row: Row, *, version: int | None, **changes: Any) -> dict[str, list[Any]]:
    """Write changes to a row if it still is what the editor saw.

    `version` is that of the row as shown to the editor; None means that the
    caller has just read it in the same transaction. Returns what changed as
    {field: [before, after]}, for the journal; nothing is written when nothing
    changed. Raises `Conflict` when the row has changed in between.
    """
    kind = type(row)
    current = kind._base_manager.select_for_update().get(pk=row.pk)
    changed = {
        name: [getattr(current, name), value]
        for name, value in changes.items()
        if getattr(current, name) != value
    }
    if version is not None and current.version != version and changed:
        raise Conflict(current, changes)
    if not changed:
        _take_over(row, current, changes)
        return {}
    for name, (_, value) in changed.items():
        setattr(current, name, value)
    clean(current)
    current.version = current.version + 1
    current.save()
    _take_over(row, current, changes)
    return changed


def _take_over(row: Row, current: Row, changes: Mapping[str, Any]) -> None:
    row.version = current.version
    row.updated_at = current.updated_at
    for name in changes:
        setattr(row, name, getattr(current, name))


def touch(row: Versioned) -> None:
    """Count up the version of a row whose parts have changed."""
    type(row)._base_manager.filter(pk=row.pk).update(version=F("version") + 1)


def clean(row: Keyed) -> None:
    """Check a row's fields and uniqueness; `Broken` names the first fault."""
    try:
        row.full_clean()
    except ValidationError as error:
        for field, messages in error.message_dict.items():
            name = "" if field == "__all__" else field
            raise Broken(" ".join(messages), field=name) from error
