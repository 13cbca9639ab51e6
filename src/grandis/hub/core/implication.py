"""Whether one condition on rows holds wherever another does, as far as their text
tells: a database that need not ask both answers sooner."""

from typing import Any

from django.db.models import Q


def implies(narrow: Any, wide: Any) -> bool:
    """Whether every row of one condition surely meets the other.

    Both are `Q` or their parts. No is also the answer where only the data, or
    arithmetic, could tell.
    """
    if narrow == wide:
        return True
    if _joins(wide, Q.AND):
        return all(implies(narrow, part) for part in wide.children)
    if _joins(narrow, Q.OR):
        return all(implies(part, wide) for part in narrow.children)
    if _joins(wide, Q.OR) and any(implies(narrow, part) for part in wide.children):
        return True
    return _joins(narrow, Q.AND) and any(
        implies(part, wide) for part in narrow.children
    )


def _joins(condition: Any, connector: str) -> bool:
    return (
        isinstance(condition, Q)
        and condition.connector == connector
        and bool(condition.children)
        and not condition.negated
    )
