"""When resources work and what is booked on them: for the owner's eyes only."""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from grandis.hub.members import validators
from grandis.hub.members.models.base import Owned
from grandis.hub.members.models.resources import Resource, Site

#: A row is for a whole site or for one resource.
FOR_ONE = models.Q(site=None) ^ models.Q(resource=None)


class Timed(Owned):
    """A row about the time of a whole site, or of one resource."""

    site = models.ForeignKey(
        Site, models.CASCADE, null=True, blank=True, verbose_name=_("site")
    )
    resource = models.ForeignKey(
        Resource, models.CASCADE, null=True, blank=True, verbose_name=_("resource")
    )

    class Meta(Owned.Meta):
        abstract = True

    def clean(self) -> None:
        """Either a site or a resource."""
        if (self.site_id is None) == (self.resource_id is None):
            raise ValidationError(
                {"site": _("Choose either a site or one of its resources.")}
            )


class Shift(Timed):
    """Hours worked on some days of the week, in the cluster's local time.

    An `end` that is not after `start` is on the next day, as in
    `grandis.planning.shifts.Shift`. A resource with shifts of its own does not
    follow those of its site.
    """

    weekdays = models.JSONField(_("days"), validators=[validators.weekdays])
    start = models.TimeField(_("from"))
    end = models.TimeField(_("to"))

    class Meta(Timed.Meta):
        verbose_name = _("shift")
        verbose_name_plural = _("shifts")
        ordering = ("site__name", "resource__name", "start", "pk")
        constraints = (models.CheckConstraint(condition=FOR_ONE, name="shift_for_one"),)

    def __str__(self) -> str:
        return f"{self.start:%H:%M}–{self.end:%H:%M}"


class Closure(Timed):
    """Days on which a site or a resource does not work, first and last included."""

    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    reason = models.CharField(_("reason"), max_length=120, blank=True)

    class Meta(Timed.Meta):
        verbose_name = _("closure")
        verbose_name_plural = _("closures")
        ordering = ("first_day", "pk")
        constraints = (
            models.CheckConstraint(condition=FOR_ONE, name="closure_for_one"),
        )

    def __str__(self) -> str:
        return f"{self.first_day}–{self.last_day}"

    def clean(self) -> None:
        """Ends after it begins."""
        super().clean()
        _in_order(self.first_day, self.last_day)


class Load(Owned):
    """Working hours already booked on a resource within some days."""

    resource = models.ForeignKey(
        Resource, models.CASCADE, related_name="loads", verbose_name=_("resource")
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    hours = models.PositiveIntegerField(
        _("booked hours"), validators=[MinValueValidator(1)]
    )
    note = models.CharField(_("own reference"), max_length=120, blank=True)

    class Meta(Owned.Meta):
        verbose_name = _("load")
        verbose_name_plural = _("loads")
        ordering = ("first_day", "resource__name", "pk")

    def __str__(self) -> str:
        return f"{self.first_day}–{self.last_day}: {self.hours} h"

    def clean(self) -> None:
        """No more hours than the days have, for each job at a time."""
        days = _in_order(self.first_day, self.last_day)
        if not (self.resource_id and days and self.hours):
            return  # the fields have been complained about
        if self.hours > 24 * days * self.resource.capacity:
            raise ValidationError({"hours": _("These days do not have so many hours.")})


def _in_order(first: date | None, last: date | None) -> int:
    """How many days there are; none when a form has refused one of the two."""
    if first is None or last is None:
        return 0
    if last < first:
        raise ValidationError(
            {"last_day": _("The last day must not be before the first.")}
        )
    return (last - first).days + 1
