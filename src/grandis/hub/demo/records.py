"""The demo's fees and hours over the last year."""

from datetime import date, timedelta
from random import Random

from grandis.hub.core.viewer import Viewer
from grandis.hub.members.domain import membership
from grandis.hub.members.enums import Activity

NOTES = {
    Activity.INFORMATION: "Newsletter and website",
    Activity.COOPERATION: "Visit to a member",
    Activity.TRAINING: "Course for operators",
    Activity.INNOVATION: "Call for a joint project read together",
    Activity.MARKETING: "Joint stand prepared",
    Activity.INTERNATIONAL: "Meeting with the Danish cluster",
    Activity.LOBBYING: "Comment on the packaging regulation",
}
#: ASSUMPTION: a company's fee in cents, and a research member's.
FEE, RESEARCH_FEE = 120_000, 30_000


def charge(coordinator: Viewer, members: list[Viewer], today: date) -> None:
    """Last year's fees are paid; of this year's, every fifth is still open."""
    for year in (today.year - 1, today.year):
        for number, member in enumerate(members):
            assert member.organisation is not None
            paid = year < today.year or number % 5 != 4
            due = date(year, 3, 31)
            membership.set_fee(
                member.organisation,
                by=coordinator,
                year=year,
                amount_cents=FEE if member.role == "member" else RESEARCH_FEE,
                due_on=due,
                paid_on=due - timedelta(days=number) if paid else None,
            )


def work_together(
    coordinator: Viewer, members: list[Viewer], today: date, dice: Random
) -> None:
    """A year of the coordinator's weeks, and some meetings of the members'."""
    for week in range(52):
        day = today - timedelta(days=7 * week + today.weekday() % 5)
        _log(coordinator, day, dice.choice([120, 180, 240, 480]), dice)
        if week % 4 == 0:
            for member in dice.sample(members, 4):
                _log(member, day, dice.choice([60, 90, 120]), dice)


def _log(viewer: Viewer, day: date, minutes: int, dice: Random) -> None:
    assert viewer.organisation is not None
    activity = dice.choice(list(Activity))
    membership.log_hours(
        viewer.organisation,
        by=viewer,
        day=day,
        minutes=minutes,
        activity=activity,
        note=NOTES[activity],
    )
