"""Plans in words: reasons, assumptions, failures, and the words of pictures."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from grandis.hub.chains.bridge.opportunities import Assumed
from grandis.hub.chains.bridge.problem import LeftOut
from grandis.hub.members.enums import Stage
from grandis.hub.members.forms.names import material_name
from grandis.planning.drawing.language import Language
from grandis.planning.reason import Code

#: Why an opportunity is not in a plan.
WHY_NOT: Mapping[str, Any] = {
    Code.PRICE_BELOW_COST: gettext_lazy("The price does not pay for any chain."),
    Code.NO_CAPABLE_MEMBER: gettext_lazy(
        "No chain of members has the time and the ways to make it."
    ),
    Code.POLICY_UNMET: gettext_lazy("The customer's conditions cannot be met."),
    Code.TOO_LATE: gettext_lazy("It cannot be ready by its latest date."),
    Code.DISPLACED: gettext_lazy("The machines that it needs do other work."),
    Code.NOT_FOUND: gettext_lazy(
        "No plan with it was found in the time given; give it more time."
    ),
    LeftOut.NO_ROUTE: gettext_lazy(
        "Nobody in the cluster can make it; its quotation says what is missing."
    ),
    LeftOut.BAD_PART: gettext_lazy("Its part cannot be read; correct the part."),
    LeftOut.GONE: gettext_lazy(
        "The customer wants a member that does not belong to the cluster."
    ),
    LeftOut.UNPLANNABLE: gettext_lazy("Its hours or its price are beyond all bounds."),
}
#: Whether a member that is not in a chain could have been.
COULD: Mapping[str, Any] = {
    Code.CAN: gettext_lazy("can, but another was chosen"),
    Code.BORDERLINE: gettext_lazy("can, but hardly in time"),
    Code.CANNOT: gettext_lazy("cannot, by the customer's conditions"),
}
ASSUMPTIONS: Mapping[str, Any] = {
    Assumed.TARGET_PRICE: gettext_lazy(
        "No quotation yet: the customer's target price is used."
    ),
    Assumed.MARGIN_PRICE: gettext_lazy(
        "No quotation and no target price: the expected cost and 15 percent are used."
    ),
    Assumed.NO_DATE: gettext_lazy("No date is given: it may be made at any time."),
    Assumed.LATE_COST: gettext_lazy(
        "No cost of a late day is given: half a percent of the price is used."
    ),
    Assumed.JOINED: gettext_lazy(
        "There are very many deliveries: neighbouring ones are made in one lot, ready "
        "for the first of them."
    ),
    Assumed.TOOL_COMES: gettext_lazy(
        "The tool that exists is brought to whoever is chosen."
    ),
}
FAILURES: Mapping[str, Any] = {
    "worker": gettext_lazy("The worker has stopped. Ask for the plan again."),
    "attempts": gettext_lazy(
        "The worker stopped three times during this run. Plan fewer opportunities."
    ),
    "nothing": gettext_lazy("None of the opportunities can be planned."),
    "input": gettext_lazy("What was asked does not fit to the plan it is about."),
    "error": gettext_lazy("Something went wrong; the operator's log says what."),
}


def why_not(code: str) -> str:
    """Why an opportunity is not taken."""
    return str(WHY_NOT.get(code, code))


def could(code: str) -> str:
    """Whether a member could have done the work."""
    return str(COULD.get(code, code))


def assumptions(codes: Iterable[str]) -> list[str]:
    """What was assumed of an opportunity, in sentences."""
    return [str(ASSUMPTIONS.get(code, code)) for code in codes]


def failure(code: str) -> str:
    """Why a run failed."""
    return str(FAILURES.get(code, code))


def stage(code: str) -> str:
    """A stage of the value chain by its name."""
    return str(Stage(code).label) if code in Stage else code


def kind_of_part(part: Mapping[str, Any]) -> str:
    """A part without its name: what of, how large, how many."""
    if not part:
        return "–"
    told = {
        "material": material_name(part["material"]),
        "size": " × ".join(_plain(side) for side in part["size"]),
        "pieces": number_format(part["pieces"], force_grouping=True),
    }
    return _("%(pieces)s pieces of %(material)s, %(size)s mm") % told


def _plain(length: float) -> str:
    """A length without needless decimals."""
    return number_format(Decimal(f"{length:g}"), force_grouping=True)


def language(zone: str) -> Language:
    """The words of the pictures of `grandis.planning`, in the reader's language."""
    as_written = "M" if get_language() == "en" else "b"  # others begin small
    months = (date_format(date(2000, n, 1), as_written) for n in range(1, 13))
    return Language(
        zone=ZoneInfo(zone),
        months=tuple(months),
        date=_("{day} {month} {year}"),
        days=_("{n} d"),
        hours=_("{n} h"),
        minutes=_("{n} min"),
        times_in=_("Times in {zone}"),
        who_works_when=_("Who works when"),
        gantt_counts=_(
            "Steps: {steps}. Opportunities: {opportunities}. Resources: {resources}. "
            "Members: {members}. From {begin} to {end}."
        ),
        nothing=_("No work to show"),
        bar=_("{opportunity}: {step}"),
        at=_("{resource} ({member})"),
        period=_("{begin} to {end}"),
        begun=_("Begun or done"),
        now=_("now"),
        due_dates=_("Due dates"),
        due=_("Due, and kept"),
        due_late=_("Due, but done later"),
        latest=_("Latest allowed"),
        due_on=_("due {due}, done {done}"),
        several_due_on=_("{call_off}: due {due}, done {done}"),
        latest_on=_("latest {latest}"),
        chain_of=_("Chain of {opportunity}"),
        chain_step=_("{step}: {member}, {begin} to {end}."),
        not_taken=_("Not taken"),
        goods=_("Goods"),
        tool=_("Tool"),
        on_the_road=_("On the road"),
    )
