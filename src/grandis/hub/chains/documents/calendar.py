"""The own dates of a member as iCalendar (RFC 5545)."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from grandis import __version__
from grandis.hub.chains.models import HandOver, Work
from grandis.hub.chains.telling.plans import kind_of_part
from grandis.hub.chains.telling.words import step_name
from grandis.hub.core.models import Organisation


def calendar_of(
    organisation: Organisation,
    works: Iterable[Work],
    hand_overs: Iterable[HandOver],
    now: datetime,
) -> bytes:
    """Work as events, and what arrives and leaves; nothing tells whose part it is."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"-//Grandis//{__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("name", _("Work of %(name)s") % {"name": organisation.name})
    calendar.add("refresh-interval;value=duration", "PT1H")
    for work in works:
        told = {"step": step_name(work.step), "resource": work.resource}
        _add(
            calendar,
            f"{work.key}@work",
            _("%(step)s on %(resource)s") % told,
            work.start,
            work.end,
            now,
            kind_of_part(work.part),
        )
    for each in hand_overs:
        told = {
            "step": step_name(each.step),
            "giver": each.giver.name,
            "taker": each.taker.name,
        }
        title = _("“%(step)s” goes from %(giver)s to %(taker)s") % told
        _add(calendar, f"{each.key}@road", title, each.leaves, each.arrives, now)
    return bytes(calendar.to_ical())


def _add(
    calendar: "object",
    uid: str,
    title: str,
    start: datetime,
    end: datetime,
    now: datetime,
    description: str = "",
) -> None:
    from icalendar import Event

    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", now)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", title)
    if description:
        event.add("description", description)
    calendar.add_component(event)  # type: ignore[attr-defined]
