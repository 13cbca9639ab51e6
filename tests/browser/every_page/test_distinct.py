"""Every distinct page is fit for everybody, on a desk and, in the dark, on a phone."""

import pytest
from django.urls import reverse
from tests.browser.every_page.distinct import distinct

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}


@pytest.mark.parametrize("opened", distinct(), ids=str)
def test_axe_has_nothing_to_say_about(whole, read, violations, opened):
    page = read(opened.reader, viewport=DESK)
    if opened.state is None:
        address = reverse(opened.page)
    else:
        address = whole.addresses[opened.page, opened.state]

    page.goto(address)
    on_a_desk = violations(page)
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="dark")
    on_a_phone = violations(page)

    assert (on_a_desk, on_a_phone) == ([], [])
