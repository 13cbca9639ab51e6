"""The frame of every change: one verb, one transaction, one journal entry.

A verb is a plain function with the object first and the rest by keyword. It
checks who asks, changes rows, and writes the journal, all or nothing. Mail goes
out when the transaction has been committed (`transaction.on_commit`).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from grandis.hub.core import journal
from grandis.hub.core.errors import Refused
from grandis.hub.core.guard import trusted
from grandis.hub.core.models import DoneRequest
from grandis.hub.core.viewer import Viewer

Asked = ParamSpec("Asked")
Done = TypeVar("Done")


@contextmanager
def changing() -> Iterator[None]:
    """The transaction of a change, which is the only one at the time.

    Every change waits for the journal in the end, and SQLite has one writer anyway.
    Waiting for it first, no change ever holds rows that the one before it needs.
    """
    with trusted(), transaction.atomic():
        journal.hold()
        yield


def verb(function: Callable[Asked, Done]) -> Callable[Asked, Done]:
    """Make a function a verb: trusted to read, and all or nothing."""

    @wraps(function)
    def carried_out(*args: Asked.args, **kwargs: Asked.kwargs) -> Done:
        with changing():
            return function(*args, **kwargs)

    return carried_out


def require(allowed: bool, by: Viewer, what: str) -> None:
    """Refuse a verb to a viewer who may not use it.

    The reader's sentence names the role; a traceback also says `what`, in English.
    """
    if not allowed:
        said = _("You may not do this in the role “%(role)s”.")
        refused = Refused(said % {"role": by.role.label})
        refused.add_note(f"{by.role} may not {what}")
        raise refused


def once(
    key: str, by: Viewer, function: Callable[..., Any], *args: Any, **kw: Any
) -> Any:
    """Carry out a verb once for a key, however often the request arrives.

    The key is stored in the verb's own transaction: either both are there or
    neither. A repeated request gets the same row back.
    """
    try:
        with changing():
            request = DoneRequest.objects.create(
                key=key, person=by.person, verb=function.__qualname__
            )
            result = function(*args, by=by, **kw)
            if isinstance(result, models.Model):
                request.result_model = result._meta.label
                request.result_pk = result.pk
                request.save(update_fields=["result_model", "result_pk"])
            return result
    except IntegrityError:
        with trusted():
            earlier = DoneRequest.objects.filter(key=key, person=by.person).first()
            if earlier is None:
                raise
            return _result_of(earlier)


def _result_of(request: DoneRequest) -> Any:
    if not request.result_model:
        return None
    model = apps.get_model(request.result_model)
    return model._base_manager.filter(pk=request.result_pk).first()
