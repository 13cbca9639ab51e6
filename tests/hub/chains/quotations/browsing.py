"""A quotation from the button to the customer's answer, as in a browser."""

import re

from django.urls import reverse

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
SLUG = "plastics"


def at(name, *place):
    """The address of one of these pages."""
    return reverse(f"chains:{name}", args=[SLUG, *place])


def quote(client, opportunity):
    """Press the button; the key of the new quotation."""
    answer = client.post(at("quote", opportunity.key), {"once": "one"})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"].rstrip("/").split("/")[-1]


def offered(client, key, **changed):
    """The fields of the offer's form as the page has them."""
    form = client.get(at("quotation_offer", key)).context["form"]
    values = {
        name: form[name].value()
        for name in form.fields
        if form[name].value() is not None
    }
    values = {
        name: value.isoformat() if hasattr(value, "isoformat") else str(value)
        for name, value in values.items()
    }
    return values | changed


def send(client, key, **changed):
    """Fill in the offer, check it, send it; the last answer."""
    values = offered(client, key, **changed)
    checked = client.post(at("quotation_offer", key), values | {"send": "yes"})
    if b'name="checked"' not in checked.content:
        return checked
    return client.post(
        at("quotation_offer", key), values | {"checked": "yes"}, follow=True
    )
