"""What commands around the hub share: Django made ready, errors in one sentence."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from grandis.cli.shell import WrongInput

Asked = ParamSpec("Asked")
Done = TypeVar("Done")


def in_hub(command: Callable[Asked, Done]) -> Callable[Asked, Done]:
    """Let a command work with the hub's data, and fail in one sentence."""

    @wraps(command)
    def told(*args: Asked.args, **kwargs: Asked.kwargs) -> Done:
        with_django()
        from django.core.exceptions import ImproperlyConfigured
        from django.db import Error

        from grandis.hub.core.errors import HubError

        try:
            return command(*args, **kwargs)
        except (HubError, ImproperlyConfigured) as error:
            raise WrongInput(str(error)) from error
        except Error as error:
            said = (str(error).strip().splitlines() or [type(error).__name__])[0]
            raise WrongInput(
                f"the database says: {said}; look at GRANDIS_DATABASE and GRANDIS_DATA,"
                " and whether `grandis hub run` has made the tables"
            ) from error

    return told


def with_django() -> None:
    """Read the settings; what is written from now on is for the operator alone."""
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "grandis.hub.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise WrongInput(str(error)) from error
    except OSError as error:
        raise WrongInput(
            f"{error.filename}: {error.strerror}; name a folder that can be written"
            " in GRANDIS_DATA"
        ) from error
