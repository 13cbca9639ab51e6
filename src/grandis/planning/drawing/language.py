"""The words, dates and time zone of a picture.

English is built in; a page in another language makes its own `Language`.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

MINUTES_PER_DAY = 1440


@dataclass(frozen=True)
class Language:
    """Every word that a picture may show, and how it writes a moment.

    Fields with names in braces are `str.format` patterns and must keep them.
    """

    zone: tzinfo = UTC
    months: tuple[str, ...] = (
        *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
        *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    )
    date: str = "{day} {month} {year}"
    month_and_year: str = "{month} {year}"
    week: str = "W{week}"
    days: str = "{n} d"
    hours: str = "{n} h"
    minutes: str = "{n} min"
    times_in: str = "Times in {zone}"

    who_works_when: str = "Who works when"
    gantt_counts: str = (
        "Steps: {steps}. Opportunities: {opportunities}. Resources: {resources}. "
        "Members: {members}. From {begin} to {end}."
    )
    nothing: str = "No work to show"
    bar: str = "{opportunity}: {step}"
    at: str = "{resource} ({member})"
    period: str = "{begin} to {end}"
    period_in_box: str = "{begin} \N{EN DASH} {end}"
    changeover: str = "Changeover"
    begun: str = "Begun or done"
    load: str = "Work outside the plan"
    closed: str = "Closed"
    now: str = "now"
    due_dates: str = "Due dates"
    due: str = "Due, and kept"
    due_late: str = "Due, but done later"
    latest: str = "Latest allowed"
    due_on: str = "due {due}, done {done}"
    several_due_on: str = "{call_off}: due {due}, done {done}"
    latest_on: str = "latest {latest}"

    chain_of: str = "Chain of {opportunity}"
    chain_step: str = "{step}: {member}, {begin} to {end}."
    not_taken: str = "Not taken"
    not_chosen: str = "Not on the route taken"
    goods: str = "Goods"
    tool: str = "Tool"
    on_the_road: str = "On the road"
    comes_from: str = "from {place}"
    goes_to: str = "to {place}"
    leaves: str = "leaves {time}"
    arrives: str = "arrives {time}"

    network: str = "Where the work is done"
    network_counts: str = "Sites: {sites}. Hand-overs between sites: {hand_overs}."
    work_here: str = "{site}: {hours} of work, steps: {steps}"
    no_work_here: str = "{site}: no work in this plan"
    hand_overs: str = (
        "{origin} to {destination}: hand-overs {n}, on the road {duration}"
    )
    hand_overs_key: str = "Hand-overs: {n}"
    work_key: str = "Area: hours of work"
    no_work_key: str = "No work"
    not_placed: str = "Place not given"
    kilometres: str = "{n} km"

    def local(self, moment: datetime) -> datetime:
        """`moment` in the zone of the picture."""
        return moment.astimezone(self.zone)

    def day(self, moment: datetime) -> str:
        """The date of a moment, as 12 Mar 2026."""
        here = self.local(moment)
        month = self.months[here.month - 1]
        return self.date.format(day=here.day, month=month, year=here.year)

    def time(self, moment: datetime) -> str:
        """The date and time of day of a moment."""
        return f"{self.day(moment)} {self.local(moment):%H:%M}"

    def until(self, moment: datetime) -> str:
        """By when: the day that is over at a moment, else its date and time of day."""
        here = self.local(moment)
        if (here.hour, here.minute) == (0, 0):
            return self.day_until(moment)
        return self.time(moment)

    def day_until(self, moment: datetime) -> str:
        """The last day that has begun before a moment."""
        return self.day(moment - timedelta(minutes=1))

    def day_and_month(self, moment: datetime) -> str:
        """The date of a moment without its year, and its time of day."""
        here = self.local(moment)
        date = self.date.format(
            day=here.day, month=self.months[here.month - 1], year=""
        )
        return f"{date.strip(' ,-./')} {here:%H:%M}"

    def duration(self, minutes: int) -> str:
        """A stretch of time in the two largest of days, hours and minutes."""
        days, rest = divmod(minutes, MINUTES_PER_DAY)
        hours, rest = divmod(rest, 60)
        parts = (self.days, days), (self.hours, hours), (self.minutes, rest)
        said = [pattern.format(n=n) for pattern, n in parts if n]
        return " ".join(said[:2]) or self.hours.format(n=0)


ENGLISH = Language()
