"""Types of values, narrow enough that no database chokes on what comes in.

A value has the type that the description says: no number for a text, no text for
a number, no moment for a day.
"""

import re
from datetime import date, time
from typing import Annotated, Any, Literal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Model
from ninja import Path, Schema
from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
)

from grandis.hub.core.models.base import ALPHABET

#: PostgreSQL stores no NUL in a text.
NO_NUL = r"^[^\x00]*$"
#: What `core.models.base.new_key` makes.
KEY = rf"^[{ALPHABET}]{{12}}$"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
CLOCK = r"^[0-9]{2}:[0-9]{2}(:[0-9]{2})?$"
#: What a column for a count holds in both databases.
MOST = 2_147_483_647


def text(longest: int, **more: Any) -> Any:
    """A field for a text up to a length, which may be empty."""
    return Field("", max_length=longest, pattern=NO_NUL, **more)


def needed(longest: int, **more: Any) -> Any:
    """A field for a text up to a length, which must not be empty."""
    return Field(min_length=1, max_length=longest, pattern=NO_NUL, **more)


def _key_of(value: Any) -> Any:
    return getattr(value, "key", value) if isinstance(value, Model) else value


def _email(value: str) -> str:
    try:
        validate_email(value)
    except ValidationError as error:
        raise ValueError(error.message) from None
    return value


def _written(pattern: str, like: str) -> BeforeValidator:
    """Only text of a pattern: pydantic would take a number for a moment."""

    def check(value: Any) -> Any:
        if isinstance(value, (date, time)):
            return value
        if not isinstance(value, str) or not re.match(pattern, value):
            raise ValueError(f"write it like {like}")
        return value

    return BeforeValidator(check)


Code = Annotated[str, Field(max_length=60, pattern=NO_NUL)]
Flag = Annotated[bool, Field(strict=True)]
Count = Annotated[int, Field(strict=True, ge=0, le=MOST)]
Cents = Annotated[int, Field(strict=True, ge=0, le=10**15)]
Permille = Annotated[int, Field(strict=True, ge=0, le=1000)]
Year = Annotated[int, Field(strict=True, ge=1500, le=2200)]
Day = Annotated[date, _written(DAY, "2027-03-31")]
Clock = Annotated[
    time,
    _written(CLOCK, "06:30"),
    WithJsonSchema({"type": "string", "pattern": CLOCK, "examples": ["06:30"]}),
]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$", examples=["LT"])]
Email = Annotated[
    str,
    Field(max_length=254, pattern=NO_NUL, json_schema_extra={"format": "email"}),
    AfterValidator(_email),
]
Language = Literal["en", "lt", "da"]
#: A row that another row points to, by its key.
RowKey = Annotated[str, Field(pattern=KEY), BeforeValidator(_key_of)]

Slug = Annotated[
    str,
    Path(description="The cluster's short name.", pattern=r"^[-a-zA-Z0-9_]{1,40}$"),
]
Key = Annotated[str, Path(description="The row's key.", pattern=KEY)]


class Values(Schema):
    """Values that come in; a field that does not exist is an error, not ignored."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    def given(self) -> dict[str, Any]:
        """The values that were sent, by name."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class Changes(Values):
    """What is to change of a row; what is left out stays as it is.

    Made of the row's fields, each of which may be left out. Left out is not the same
    as null.
    """

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        for info in cls.__pydantic_fields__.values():
            info.default, info.default_factory = None, None
        cls.model_rebuild(force=True)
