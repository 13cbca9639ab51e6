"""What tests of pages do again and again."""

from django.test import Client
from django.urls import reverse
from tests.hub.ui.validity import faults

from grandis.hub.core.models import Cluster


def here(name: str, **keys: object) -> str:
    """The address of a page of the tests' cluster."""
    return reverse(f"core:{name}", kwargs={"cluster": "plastics", **keys})


def page(client: Client, address: str, status: int = 200) -> str:
    """A page as its reader gets it, found to be whole."""
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    markup = answer.content.decode()
    assert faults(markup) == [], address
    assert len(markup) < 100_000
    return markup


def sent(client: Client, address: str, **fields: object) -> str:
    """The page that follows a form which was accepted."""
    answer = client.post(address, fields)
    assert answer.status_code == 302, answer.content.decode()
    return client.get(answer["Location"], follow=True).content.decode()


def declined(client: Client, address: str, **fields: object) -> str:
    """The page that comes back when a form was not accepted."""
    answer = client.post(address, fields)
    assert answer.status_code == 200, answer.status_code
    markup = answer.content.decode()
    assert faults(markup) == []
    return markup


def abroad() -> Cluster:
    """The other cluster, of which nobody here but the stranger is part."""
    return Cluster.objects.get(slug="abroad")
