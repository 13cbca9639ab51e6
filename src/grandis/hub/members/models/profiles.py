"""What an organisation tells of itself: directory data."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from grandis.hub.core.models import Organisation, Versioned
from grandis.hub.members import validators
from grandis.hub.members.enums import Level, OfferKind, SizeClass, Stage
from grandis.hub.members.models.base import Owned


def texts(label: Any, **more: Any) -> "models.JSONField[Any, Any]":
    """A list of short texts."""
    return models.JSONField(label, default=list, blank=True, **more)


class Profile(Versioned):
    """The organisation's page in the directory."""

    organisation = models.OneToOneField(
        Organisation, models.CASCADE, related_name="profile", editable=False
    )
    summary = models.TextField(_("summary"), max_length=1500, blank=True)
    languages = texts(_("languages"), validators=[validators.language_codes])
    street = models.CharField(_("street"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=12, blank=True)
    town = models.CharField(_("town"), max_length=80, blank=True)
    nuts = models.CharField(
        _("NUTS region"),
        max_length=5,
        blank=True,
        validators=[validators.nuts_code],
    )
    nace_codes = texts(_("NACE codes"), validators=[validators.nace_codes])
    founded_year = models.PositiveSmallIntegerField(
        _("founded in"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1500), MaxValueValidator(2200)],
    )
    shown_in_public = models.BooleanField(
        _("shown on the cluster's public page"), default=False
    )

    class Meta(Versioned.Meta):
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        ordering = ("organisation__name", "pk")

    def __str__(self) -> str:
        return f"profile of {self.organisation_id}"


class Expertise(Owned):
    """Something the organisation knows well."""

    text = models.CharField(_("expertise"), max_length=200)
    stage = models.CharField(
        _("stage of the value chain"), max_length=20, choices=Stage
    )
    level = models.CharField(
        _("level"), max_length=12, choices=Level, default=Level.PRACTISED
    )

    class Meta(Owned.Meta):
        verbose_name = _("expertise")
        verbose_name_plural = _("expertise")
        ordering = ("stage", "text", "pk")

    def __str__(self) -> str:
        return self.text


class Product(Owned):
    """Something the organisation makes."""

    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), max_length=1500, blank=True)

    class Meta(Owned.Meta):
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class Market(Owned):
    """A country and a trade that the organisation delivers to."""

    country = models.CharField(
        _("country"), max_length=2, validators=[validators.country_code]
    )
    sector = models.CharField(_("sector"), max_length=120)
    since = models.PositiveSmallIntegerField(
        _("since"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1900), MaxValueValidator(2200)],
    )

    class Meta(Owned.Meta):
        verbose_name = _("market")
        verbose_name_plural = _("markets")
        ordering = ("country", "sector", "pk")

    def __str__(self) -> str:
        return f"{self.country}: {self.sector}"


class ContactPerson(Owned):
    """Whom to ask; the cluster's members see it, the public only if agreed."""

    name = models.CharField(_("name"), max_length=120)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    languages = texts(_("languages"), validators=[validators.language_codes])
    is_public = models.BooleanField(_("shown to the public"), default=False)

    class Meta(Owned.Meta):
        verbose_name = _("contact person")
        verbose_name_plural = _("contact persons")
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class ResearchOffer(Owned):
    """A test, a course or advice that a research member offers."""

    kind = models.CharField(_("kind"), max_length=12, choices=OfferKind)
    title = models.CharField(_("title"), max_length=160)
    description = models.TextField(_("description"), max_length=1500, blank=True)
    method = models.CharField(_("method or standard"), max_length=160, blank=True)
    stage = models.CharField(
        _("stage of the value chain"), max_length=20, choices=Stage, blank=True
    )
    duration_hours = models.PositiveIntegerField(
        _("duration in hours"), null=True, blank=True
    )
    price_cents = models.PositiveBigIntegerField(
        _("list price in cents"),
        null=True,
        blank=True,
        help_text=_("Leave it out if the price is agreed case by case."),
    )

    class Meta(Owned.Meta):
        verbose_name = _("research offer")
        verbose_name_plural = _("research offers")
        ordering = ("kind", "title", "pk")

    def __str__(self) -> str:
        return self.title


class PublishedSize(Versioned):
    """The size class that an organisation has agreed to publish.

    The figures behind it stay confidential (`Figures`).
    """

    organisation = models.OneToOneField(
        Organisation, models.CASCADE, related_name="published_size", editable=False
    )
    size_class = models.CharField(_("size class"), max_length=6, choices=SizeClass)
    year = models.PositiveSmallIntegerField(_("according to the figures of"))

    class Meta(Versioned.Meta):
        verbose_name = _("published size class")
        verbose_name_plural = _("published size classes")

    def __str__(self) -> str:
        return f"{self.size_class} {self.year}"
