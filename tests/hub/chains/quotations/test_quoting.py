"""A quotation is computed, priced and kept."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from tests.hub.chains.quotations.scene import CAP, ask

from grandis.hub.chains.domain import quotations
from grandis.hub.chains.enums import QuotationState
from grandis.hub.chains.models import Quotation, Workings
from grandis.hub.core.errors import Broken, Refused
from grandis.hub.core.models import JournalEntry
from grandis.hub.market.domain.rates import set_rate


def test_it_stores_ranges_with_the_price_between_them(quotation):
    assert quotation.unit_low < quotation.unit_price < quotation.unit_high
    assert quotation.once_low < quotation.once_price < quotation.once_high
    assert quotation.delivery_low <= quotation.delivery <= quotation.delivery_high
    assert quotation.valid_until == timezone.localdate() + timedelta(days=30)
    assert quotation.state == QuotationState.DRAFT


def test_a_small_part_is_priced_by_the_thousand(quotation):
    assert quotation.price_pieces in {100, 1000}
    assert quotation.unit_price >= 100


def test_it_measures_the_machines_time(quotation):
    workings = Workings.objects.get(quotation=quotation)

    assert 0 < workings.milliseconds < 60_000
