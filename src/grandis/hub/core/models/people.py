"""Clusters, organisations, people, and who acts for whom."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grandis.hub.core.enums import MEMBERS, Duty, Role, Standing
from grandis.hub.core.models.base import Keyed, Versioned, new_key

COUNTRY = RegexValidator(
    r"^[A-Z]{2}\Z", _("Write two capital letters, such as LT or DK.")
)


class PersonManager(BaseUserManager["Person"]):
    """People are found by their e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **more: Any) -> Any:
        person = self.model(email=email.strip().lower(), **more)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """A person with an account; what they may do follows from appointments."""

    key = models.CharField(max_length=12, unique=True, default=new_key, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=2, default="en")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False, editable=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = PersonManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name or gettext("Erased person")


class Cluster(Versioned):
    """An association of organisations with a coordinator."""

    slug = models.SlugField(_("short name in addresses"), unique=True, max_length=40)
    name = models.CharField(_("name"), max_length=120)
    country = models.CharField(
        _("country"), max_length=2, default="LT", validators=[COUNTRY]
    )
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    time_zone = models.CharField(
        _("time zone"), max_length=40, default="Europe/Vilnius"
    )
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    website = models.URLField(_("website"), blank=True)
    about = models.TextField(_("about"), blank=True)
    is_public = models.BooleanField(_("has a public page"), default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta(Versioned.Meta):
        verbose_name = _("cluster")
        verbose_name_plural = _("clusters")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Organisation(Versioned):
    """A company, institute or office, and what it is to one cluster.

    It belongs to the cluster when both sides have said so, each on its own date.
    """

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="organisations")
    role = models.CharField(_("role"), max_length=12, choices=Role)
    name = models.CharField(_("name"), max_length=120)
    registration_number = models.CharField(
        _("registration number"), max_length=30, blank=True
    )
    country = models.CharField(
        _("country"), max_length=2, default="LT", validators=[COUNTRY]
    )
    vat_number = models.CharField(_("VAT number"), max_length=20, blank=True)
    website = models.URLField(_("website"), blank=True)
    cluster_agreed_at = models.DateTimeField(null=True, editable=False)
    organisation_agreed_at = models.DateTimeField(null=True, editable=False)
    left_at = models.DateTimeField(null=True, editable=False)

    class Meta(Versioned.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("cluster", "country", "registration_number"),
                condition=~models.Q(registration_number=""),
                name="one_organisation_per_registration",
                violation_error_message=_("This registration number is taken."),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def standing(self) -> Standing:
        """How far the two sides have agreed."""
        if self.left_at:
            return Standing.LEFT
        if self.cluster_agreed_at and self.organisation_agreed_at:
            return Standing.CONFIRMED
        return Standing.INVITED if self.cluster_agreed_at else Standing.APPLIED

    @property
    def is_confirmed(self) -> bool:
        return self.standing == Standing.CONFIRMED

    @property
    def is_listed(self) -> bool:
        """Whether it stands in the directory."""
        return self.role in MEMBERS and self.is_confirmed


#: Organisations that belong to their cluster today.
CONFIRMED = models.Q(
    cluster_agreed_at__isnull=False,
    organisation_agreed_at__isnull=False,
    left_at__isnull=True,
)


class Appointment(Keyed):
    """A person acts for an organisation, in one or more duties."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="appointments")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="appointments"
    )
    duties = models.JSONField(_("duties"), default=list)
    since = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta(Keyed.Meta):
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "organisation"),
                condition=models.Q(ended_at__isnull=True),
                name="one_running_appointment",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person_id} for {self.organisation_id}"

    @property
    def as_duties(self) -> frozenset[Duty]:
        return frozenset(Duty(duty) for duty in self.duties)

    @property
    def duty_names(self) -> list[str]:
        """The duties in the reader's language, in the order of `Duty`."""
        return [str(duty.label) for duty in Duty if duty in self.as_duties]


class Invitation(Keyed):
    """A person is asked by e-mail to act for an organisation.

    Only a hash of the secret in the link is kept.
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="invitations"
    )
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=2, default="en")
    duties = models.JSONField(_("duties"), default=list)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    mailed_at = models.DateTimeField(null=True, editable=False)
    expires_at = models.DateTimeField(editable=False)
    accepted_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta(Keyed.Meta):
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("-sent_at",)

    def __str__(self) -> str:
        return self.email

    @property
    def is_open(self) -> bool:
        return (
            self.accepted_at is None
            and self.withdrawn_at is None
            and self.expires_at > timezone.now()
        )
