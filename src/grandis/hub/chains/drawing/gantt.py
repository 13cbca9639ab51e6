"""A timetable as SVG: bars that are links, each with its sentence.

Only presentation attributes and classes are used, as the content security policy
wants it. Bars carry the number of their opportunity, so that colour is not needed
to tell them apart.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta, tzinfo

from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from grandis.hub.chains.drawing.timetable import Bar, Group, Row, Timetable
from grandis.planning.drawing.palette import Look, look
from grandis.planning.drawing.svg import Markup, clip, element, join, measure

WIDTH, GUTTER, EDGE = 1120, 210, 8
TOP, LINE, HEAD = 40, 20, 22
#: At least so many pixels between two labels of the axis.
APART = 64
#: Text that says what a bar is, and the address it leads to.
Telling = Callable[[Bar], tuple[str, str]]


class Gantt:
    """Draws one timetable.

    `numbers` gives each opportunity's number in the list beside the picture;
    `tell` gives a bar's sentence and address.
    """

    def __init__(
        self,
        table: Timetable,
        zone: tzinfo,
        numbers: Mapping[str, int],
        tell: Telling,
    ) -> None:
        self.table, self.zone = table, zone
        self.numbers, self.tell = numbers, tell
        self.scale = (WIDTH - GUTTER - EDGE) / (table.end - table.begin).total_seconds()

    def picture(self) -> SafeString:
        """The whole ``<svg>``."""
        y, parts = float(TOP), []
        for group in self.table.groups:
            drawn, y = self._group(group, y)
            parts.append(drawn)
        size = {"width": WIDTH, "height": y + 4}
        svg = element(
            "svg",
            element("title", _("Who works when")),
            self._axis(y),
            join(parts),
            **size,
            viewBox=f"0 0 {WIDTH} {y + 4:.0f}",
            role="group",
            class_="gantt",
            aria_label=_("Who works when"),
        )
        return mark_safe(svg)

    def x(self, moment: datetime) -> float:
        """Where a moment lies, within the picture."""
        kept = min(max(moment, self.table.begin), self.table.end)
        return round(GUTTER + (kept - self.table.begin).total_seconds() * self.scale, 1)

    def _axis(self, bottom: float) -> Markup:
        lines = []
        for day, label in days_of(self.table, self.zone, self.scale):
            x = self.x(day)
            lines.append(
                element("line", x1=x, x2=x, y1=TOP - 14, y2=bottom, class_="gantt-line")
            )
            lines.append(element("text", label, x=x + 3, y=TOP - 18, class_="small"))
        return element("g", join(lines), aria_hidden="true")

    def _group(self, group: Group, y: float) -> tuple[Markup, float]:
        parts = []
        if not self.table.joined:
            name = clip(group.name, GUTTER - 12, 13, bold=True)
            parts.append(element("text", name, x=4, y=y + 15, class_="gantt-member"))
            y += HEAD
        for row in group.rows:
            parts.append(self._row(row, y))
            y += LINE * row.lanes + 2
        return element("g", join(parts)), y

    def _row(self, row: Row, y: float) -> Markup:
        label = clip(row.name, GUTTER - 20, 12)
        name = element("text", label, x=12, y=y + 14)
        low = y + LINE * row.lanes + 1
        line = element(
            "line", x1=4, x2=WIDTH - EDGE, y1=low, y2=low, class_="gantt-line"
        )
        if self.table.joined:
            return join((name, line, self._joined(row, y)))
        return join((name, line, *(self._bar(bar, y) for bar in row.bars)))

    def _joined(self, row: Row, y: float) -> Markup:
        """All work of a member in one shape."""
        d = "".join(
            f"M{x:g} {y + 3:g}H{max(self.x(b.end), x + 1):g}v14H{x:g}z"
            for b in row.bars
            for x in (self.x(b.start),)
        )
        shape = element("path", d=d, fill=look(0).colour)
        said, address = self.tell(
            Bar(row.bars[0].start, row.bars[-1].end, step=row.name)
        )
        return element("a", element("title", said), shape, href=address)

    def _bar(self, bar: Bar, y: float) -> Markup:
        x, top = self.x(bar.start), y + 2 + bar.lane * LINE
        width = max(2.0, round(self.x(bar.end) - x, 1))
        said, address = self.tell(bar)
        number = self.numbers[bar.opportunity]
        seen = look(number - 1)
        return element(
            "a",
            element("rect", x=x, y=top, width=width, height=16, fill=seen.colour),
            *self._number(str(number), x, top, width, seen),
            element(
                "text",
                said,
                x=min(x, WIDTH - 8 - measure(said, 11)),
                y=top - 4,
                class_="gantt-said",
            ),
            href=address,
        )

    def _number(
        self, text: str, x: float, top: float, width: float, seen: Look
    ) -> Iterator[Markup]:
        if width >= measure(text, 11) + 4:
            yield element(
                "text",
                text,
                x=x + 3,
                y=top + 12,
                class_="on-light" if seen.ink == "#000000" else "on-dark",
                aria_hidden="true",
            )


def days_of(
    table: Timetable, zone: tzinfo, scale: float
) -> Iterator[tuple[datetime, str]]:
    """The days at which the axis has a line, and what stands there."""
    day = table.begin.astimezone(zone)
    step = next((n for n in (1, 7, 14, 28, 56) if n * 86_400 * scale >= APART), 112)
    while step > 1 and day.weekday():
        day += timedelta(days=1)
    while day < table.end:
        yield day, date_format(day, "j M" if step < 28 else "j M Y")
        day += timedelta(days=step)
