"""An organiser with events in pretix; run with the Python that pretix is in.

One event sells; its orders are rows with positions, as a sale leaves them.
"""

import os
import sys
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

EMAIL = "organiser@example.org"


def main(password: str, events: int, items: int, orders: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pretix.settings")
    import django

    django.setup()
    from django.db import transaction
    from django_scopes import scopes_disabled  # type: ignore[import-not-found]

    with scopes_disabled(), transaction.atomic():
        fill(password, events, items, orders)


def fill(password: str, events: int, items: int, orders: int) -> None:
    from pretix.base.models import Organizer, Team, User  # type: ignore[import-not-found]

    user = User.objects.create_user(EMAIL, password)
    organizer = Organizer.objects.create(name="Organiser", slug="organiser")
    team = Team.objects.create(
        organizer=organizer,
        name="All",
        all_events=True,
        all_event_permissions=True,
        all_organizer_permissions=True,
    )
    team.members.add(user)
    first, *_others = [plan(organizer, number) for number in range(events)]
    sell(first, offer(first, items), orders)


def plan(organizer: Any, number: int) -> Any:
    """An event that is on sale."""
    from django.utils.timezone import now

    return organizer.events.create(
        name=f"Event {number}",
        slug=f"event-{number}",
        date_from=now() + timedelta(days=90 + number),
        live=True,
        currency="EUR",
        plugins="pretix.plugins.banktransfer,pretix.plugins.statistics",
    )


def offer(event: Any, number: int) -> list[Any]:
    """Items in ten categories, each with a quota of its own."""
    categories = [
        event.categories.create(name=f"Category {n}", position=n) for n in range(10)
    ]
    made = []
    for n in range(number):
        item = event.items.create(
            name=f"Item {n}",
            category=categories[n % 10],
            default_price=Decimal(10 + n),
            position=n,
        )
        quota = event.quotas.create(name=f"Quota {n}", size=1000)
        quota.items.add(item)
        made.append(item)
    return made


def sell(event: Any, items: list[Any], number: int) -> None:
    """Orders with one to three positions, four of five paid."""
    from django.utils.timezone import now
    from pretix.base.models import Order, OrderPosition
    from pretix.base.models.orders import OrderPayment  # type: ignore[import-not-found]

    dice = Random(0)
    for n in range(number):
        bought = dice.sample(items, dice.choice((1, 2, 3)))
        paid = n % 5 != 0
        total = sum(item.default_price for item in bought)
        order = Order.objects.create(
            event=event,
            email=f"buyer{n}@example.org",
            status=Order.STATUS_PAID if paid else Order.STATUS_PENDING,
            datetime=now() - timedelta(hours=n),
            expires=now() + timedelta(days=10),
            total=total,
            locale="en",
            sales_channel=event.organizer.sales_channels.get(identifier="web"),
        )
        for place, item in enumerate(bought, 1):
            OrderPosition.objects.create(
                order=order,
                item=item,
                variation=None,
                price=item.default_price,
                positionid=place,
                attendee_name_parts={"_scheme": "full", "full_name": f"Buyer {n}"},
            )
        if paid:
            order.payments.create(
                provider="manual",
                state=OrderPayment.PAYMENT_STATE_CONFIRMED,
                amount=total,
            )
        order.create_transactions(is_new=True)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
