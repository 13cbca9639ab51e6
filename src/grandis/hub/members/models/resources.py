"""Where an organisation works, with what, and what each resource can."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from grandis.hub.members import validators
from grandis.hub.members.enums import CleanRoom, Process, ResourceKind, Stage
from grandis.hub.members.limits import limits_of
from grandis.hub.members.models.base import Owned

#: More than anybody measures, and no more than a spreadsheet gives back.
DECIMALS = 6


def rounded(value: Any) -> Any:
    """A number as it is kept; anything else as it is."""
    return round(value, DECIMALS) if isinstance(value, float) else value


class Site(Owned):
    """A place where an organisation works."""

    name = models.CharField(_("name"), max_length=120)
    street = models.CharField(_("street"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    town = models.CharField(_("town"), max_length=80)
    country = models.CharField(
        _("country"), max_length=2, default="LT", validators=[validators.country_code]
    )
    nuts = models.CharField(
        _("NUTS region"),
        max_length=5,
        blank=True,
        validators=[validators.nuts_code],
    )
    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )

    class Meta(Owned.Meta):
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "name"), name="one_site_per_name"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Degrees to a tenth of a metre."""
        self.latitude = rounded(self.latitude)
        self.longitude = rounded(self.longitude)


class Resource(Owned):
    """A machine, a line or a team, and its capability: a process with its limits.

    One row is one `grandis.processes.machines.Machine`: `limits` has the fields
    and units of its `Limits`, `assumed` names those that nobody has measured,
    `materials` is empty when it takes whatever the process can.
    """

    site = models.ForeignKey(
        Site, models.PROTECT, related_name="resources", verbose_name=_("site")
    )
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(
        _("kind"), max_length=8, choices=ResourceKind, default=ResourceKind.MACHINE
    )
    process = models.CharField(_("process"), max_length=30, choices=Process)
    stage = models.CharField(
        _("stage of the value chain"),
        max_length=20,
        choices=Stage,
        blank=True,
        help_text=_("Leave it out for the usual stage of the process."),
    )
    maker = models.CharField(_("maker"), max_length=80, blank=True)
    built_year = models.PositiveSmallIntegerField(
        _("built in"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2200)],
    )
    capacity = models.PositiveSmallIntegerField(
        _("jobs at a time"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(500)],
    )
    limits = models.JSONField(
        _("limits"), default=dict, blank=True, validators=[validators.limits]
    )
    assumed = models.JSONField(
        _("assumed limits"),
        default=list,
        blank=True,
        validators=[validators.limit_names],
    )
    materials = models.JSONField(
        _("materials"),
        default=list,
        blank=True,
        validators=[validators.material_ids],
    )
    clean_room = models.CharField(
        _("clean room"), max_length=6, choices=CleanRoom, blank=True
    )
    published = models.BooleanField(_("published in the directory"), default=False)

    class Meta(Owned.Meta):
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        ordering = ("stage", "name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("organisation", "name"), name="one_resource_per_name"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """One job at a time on a machine; limits that the process knows."""
        if self.process in Process and not self.stage:
            self.stage = Process(self.process).stage
        if self.kind != ResourceKind.TEAM and self.capacity != 1:
            raise ValidationError(
                {"capacity": _("Only a team can do several jobs at a time.")}
            )
        self._know_limits()
        if isinstance(self.limits, dict):
            self.limits = {name: rounded(value) for name, value in self.limits.items()}

    def _know_limits(self) -> None:
        known = {limit.name for limit in limits_of(self.process)}
        for field in ("limits", "assumed"):
            names = getattr(self, field)
            if not isinstance(names, dict | list):
                continue  # the field has been complained about
            for name in names:
                if isinstance(name, str) and name not in known:
                    told = _("This process has no limit “%(name)s”.")
                    raise ValidationError({field: told % {"name": name}})


class ResourceRate(Owned):
    """What an hour of a resource costs, without operator: confidential."""

    resource = models.OneToOneField(
        Resource, models.CASCADE, related_name="rate", editable=False
    )
    hourly_cents = models.PositiveIntegerField(
        _("cents an hour, without operator"), validators=[MaxValueValidator(200_000)]
    )
    consent = models.BooleanField(
        _("may be used in the cluster's quotations"), default=False
    )

    class Meta(Owned.Meta):
        verbose_name = _("hourly rate")
        verbose_name_plural = _("hourly rates")
        ordering = ("resource__name", "pk")

    def __str__(self) -> str:
        return self.resource.name
