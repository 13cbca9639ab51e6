"""Lists take as many queries with fifty rows as with one, and stay small."""

from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.hub.members.pages.addresses import ROWS, page
from tests.hub.ui.validity import faults

from grandis.hub.members import models
from grandis.hub.members.find import index

MOST_QUERIES, MOST_BYTES = 15, 100_000
ROWS_MORE = 49


def opened(client, address):
    """How many queries a page takes, once it is known to be sound."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
    assert answer.status_code == 200, address
    assert len(answer.content) <= MOST_BYTES, (address, len(answer.content))
    assert (address, faults(answer.content.decode())) == (address, [])
    return len(queries)


def copies(row, **changed):
    """More rows like one, each with a key and the given values of its own."""
    fields = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in {"id", "key"}
    }
    return [
        type(row)(**fields | {name: value(n) for name, value in changed.items()})
        for n in range(ROWS_MORE)
    ]


def multiply(filled):
    """Fifty rows of each kind at Kamštūna."""
    own = {
        "sites": {"name": "Works {}".format, "latitude": lambda n: 54 + n / 50}
        | {"longitude": lambda n: 23 + n / 50},
        "resources": {"name": "Press no. {}".format},
        "figures": {"year": lambda n: 1960 + n},
        "fees": {"year": lambda n: 1960 + n},
        "hours": {"day": lambda n: date(2026, 1, 1) + timedelta(n)},
    }
    for kind, name in ROWS.items():
        row = filled.ona[name]
        if kind == "rates":
            continue
        type(row)._base_manager.bulk_create(copies(row, **own.get(kind, {})))
    bare = models.Resource._base_manager.filter(
        organisation=filled.ona["resource"].organisation, rate=None
    )
    models.ResourceRate._base_manager.bulk_create(
        models.ResourceRate(
            organisation_id=each.organisation_id, resource=each, hourly_cents=4000
        )
        for each in bare
    )
    index.rebuild()


def pages_of(cast, filled):
    key = cast.organisation(cast.ona).key
    lists = [page("rows", key, kind) for kind in ROWS]
    forms = [
        page("edit_row", key, kind, filled.ona[name].key)
        for kind, name in ROWS.items()
        if kind != "fees"
    ]
    own = [page("company", key), page("profile", key), page("hours")]
    others = [page("member", key), page("machines", key), page("map")]
    found = [page("find") + query for query in ("?text=press", "?stage=tooling")]
    return [*lists, *forms, *own, *others, *found, page("directory"), page("coverage")]


def test_fifty_rows_take_no_more_queries_than_one(cast, filled, as_):
    client = as_(cast.ona)
    addresses = pages_of(cast, filled)
    few = {address: opened(client, address) for address in addresses}
    multiply(filled)
    many = {address: opened(client, address) for address in addresses}
    assert {a: n for a, n in many.items() if n > few[a]} == {}
    assert {a: n for a, n in many.items() if n > MOST_QUERIES} == {}


def members(cast, filled):
    """Fifty members like Detalinga, each with a press, a site and a certificate."""
    like = cast.organisation(cast.darius)
    for n in range(ROWS_MORE):
        like.pk, like.key = None, f"member{n:06}"
        like.name, like.registration_number = f"UAB Narys {n}", ""
        like._state.adding = True
        like.save()
        mine = {"organisation_id": lambda _n, pk=like.pk: pk}
        for name in ("profile", "site", "expertise", "certificate", "fee", "size"):
            copies(filled.darius[name], **mine)[0].save()
        site = models.Site._base_manager.get(organisation_id=like.pk)
        mine["site_id"] = lambda _n, pk=site.pk: pk
        copies(filled.darius["resource"], **mine)[0].save()
    index.rebuild()


def test_fifty_members_take_no_more_queries_than_three(cast, filled, as_):
    client = as_(cast.rasa)
    addresses = [page(name) for name in ("directory", "map", "coverage", "hours")]
    addresses += [page("fees") + "?year=2026", page("find") + "?text=press"]
    addresses.append(page("find") + "?process=injection_moulding&clamp=100")
    few = {address: opened(client, address) for address in addresses}
    members(cast, filled)
    many = {address: opened(client, address) for address in addresses}
    assert {a: n for a, n in many.items() if n > few[a]} == {}
    assert {a: n for a, n in many.items() if n > MOST_QUERIES} == {}
