"""The index of find: what is kept of each row, and how words are looked up.

Both databases answer the same: they are given folded words and compare them as
they are, each word of a query with the beginnings of words.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils import translation

from grandis.hub.core.models import Versioned
from grandis.hub.members import models
from grandis.hub.members.find.folding import words_of
from grandis.processes.tables import table

#: The kinds of rows that can be found.
KINDS: dict[str, type[Versioned]] = {
    "profile": models.Profile,
    "expertise": models.Expertise,
    "product": models.Product,
    "market": models.Market,
    "offer": models.ResearchOffer,
    "site": models.Site,
    "resource": models.Resource,
    "certificate": models.Certificate,
}
_NAMES = {model: kind for kind, model in KINDS.items()}
#: The fields of each kind whose words are kept.
FIELDS: dict[str, tuple[str, ...]] = {
    "profile": ("summary", "town", "nuts", "nace_codes"),
    "expertise": ("text", "stage"),
    "product": ("name", "description"),
    "market": ("country", "sector"),
    "offer": ("title", "description", "method", "kind", "stage"),
    "site": ("name", "town", "country", "nuts"),
    "resource": (
        "name",
        "maker",
        "kind",
        "process",
        "stage",
        "materials",
        "clean_room",
    ),
    "certificate": ("standard", "scope", "issuer", "number"),
}


def keep(row: Versioned) -> None:
    """Keep the words of a row that was added or changed."""
    kind = _NAMES.get(type(row))
    if kind is None:
        return
    models.SearchEntry.objects.update_or_create(
        kind=kind,
        row=row.pk,
        defaults={
            "organisation_id": row.organisation_id,  # type: ignore[attr-defined]
            "key": row.key,
            "published": getattr(row, "published", True),
            "title": str(row)[:200],
            "text": " ".join(words_of(*_texts(row, kind))),
        },
    )


def forget(row: Versioned) -> None:
    """Forget the words of a row that is being removed."""
    kind = _NAMES.get(type(row))
    models.SearchEntry.objects.filter(kind=kind, row=row.pk).delete()


def rebuild() -> int:
    """Build the index anew from all rows; returns how many there are."""
    models.SearchEntry.objects.all().delete()
    for model in KINDS.values():
        for row in model._base_manager.iterator():
            keep(row)
    return models.SearchEntry.objects.count()


def with_any(words: Iterable[str]) -> Q:
    """Entries that hold a word beginning with one of the words."""
    if connection.vendor == "postgresql":
        wanted = " | ".join(f"'{word}':*" for word in words)
        return Q(pk__in=RawSQL(ON_POSTGRESQL, [wanted]))
    wanted = " OR ".join(f'"{word}"*' for word in words)
    return Q(pk__in=RawSQL(ON_SQLITE, [wanted]))


ON_SQLITE = "SELECT rowid FROM members_search WHERE members_search MATCH %s"
#: Our own words as lexemes: the parser of PostgreSQL would cut them otherwise.
LEXEMES = "array_to_tsvector(string_to_array(text, ' '))"
ON_POSTGRESQL = f"SELECT id FROM members_searchentry WHERE {LEXEMES} @@ %s::tsquery"


def _texts(row: Versioned, kind: str) -> Iterator[str]:
    for field in FIELDS[kind]:
        value: Any = getattr(row, field)
        yield from value if isinstance(value, list) else [str(value)]
        if field == "materials":
            known = table("materials")
            yield from (known[id_].text("family") for id_ in value)
        if value and (label := getattr(row, f"get_{field}_display", None)):
            yield from _in_every_language(label)


def _in_every_language(label: Callable[[], str]) -> Iterator[str]:
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            yield str(label())
