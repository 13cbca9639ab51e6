"""Limits of resources as numbers, for a database to compare and to give."""

from typing import Any

from django.db.models import Field, Func


class Entered(Func):
    """A limit of a resource that was entered as a number; NULL where none was.

    Faster than a path into the field, for which a database makes JSON of it again.
    """

    output_field = Field()
    template = "(%(expressions)s ->> '%(limit)s')::float"

    def __init__(self, limit: str) -> None:
        """`limit` is a name of `members.limits`."""
        super().__init__("limits", limit=limit)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """The same in the words of SQLite."""
        template = "JSON_EXTRACT(%(expressions)s, '$.%(limit)s')"
        return self.as_sql(compiler, connection, template=template, **context)
