"""What a customer asks for: opportunity, part, deliveries, files."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grandis.hub.core.models import Cluster, Keyed, Organisation, Versioned
from grandis.hub.market import validators
from grandis.hub.market.enums import Ending, Incoterm, Scan, Source, State
from grandis.hub.members.validators import country_code

#: Languages that documents are written in.
LANGUAGES = [("en", _("English")), ("lt", _("Lithuanian")), ("da", _("Danish"))]


class Opportunity(Versioned):
    """One part that somebody asks the cluster for, from the enquiry to its end.

    The issuer is whoever invites for it: the coordinator for a customer, or a
    member for a product idea of its own, which has no customer. Parts asked for
    together are opportunities with the same `enquiry`.
    """

    cluster = models.ForeignKey(Cluster, models.PROTECT, related_name="+")
    issuer = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("issuer")
    )
    customer = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("customer"),
    )
    enquiry = models.CharField(max_length=12, editable=False, db_index=True)
    title = models.CharField(_("title"), max_length=120)
    reference = models.CharField(_("customer's reference"), max_length=60, blank=True)
    message = models.TextField(_("message"), blank=True, max_length=4_000)
    source = models.CharField(_("came by"), max_length=12, choices=Source)
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.DRAFT, db_index=True
    )
    ending = models.CharField(_("reason"), max_length=12, choices=Ending, blank=True)
    ending_note = models.CharField(_("reason in words"), max_length=400, blank=True)
    country = models.CharField(
        _("country of delivery"), max_length=2, default="LT", validators=[country_code]
    )
    language = models.CharField(
        _("language of documents"), max_length=2, choices=LANGUAGES, default="en"
    )
    currency = models.CharField(
        _("currency"), max_length=3, default="EUR", validators=[validators.currency]
    )
    incoterm = models.CharField(
        _("delivery terms"), max_length=3, choices=Incoterm, default=Incoterm.FCA
    )
    incoterm_place = models.CharField(_("named place"), max_length=80, blank=True)
    policy = models.JSONField(
        _("conditions for the chain"),
        default=dict,
        blank=True,
        validators=[validators.policy],
    )
    late_cents_per_day = models.PositiveIntegerField(
        _("cost of a day late, in euro cents"),
        default=0,
        validators=[MaxValueValidator(100_000_000)],
    )
    answer_by = models.DateField(_("answer wanted by"), null=True, blank=True)
    revises = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("revision of"),
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    received_at = models.DateTimeField(null=True, editable=False)
    quoted_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta(Versioned.Meta):
        verbose_name = _("opportunity")
        verbose_name_plural = _("opportunities")
        ordering = ("-created_at", "-pk")
        indexes = (models.Index(fields=("cluster", "state", "-created_at")),)

    def __str__(self) -> str:
        return self.title


class Part(Versioned):
    """What is to be made: the values of a `grandis.processes.Part`.

    `values` are those that `read_part` takes, in its units and EUR; `entered` holds
    what the customer wrote in other units, {field: [number, unit]}, to show it so.
    """

    opportunity = models.OneToOneField(
        Opportunity, models.CASCADE, related_name="part", editable=False
    )
    values = models.JSONField(_("part"), validators=[validators.part])
    entered = models.JSONField(default=dict, blank=True, editable=False)

    class Meta(Versioned.Meta):
        verbose_name = _("part")
        verbose_name_plural = _("parts")

    def __str__(self) -> str:
        return str(self.values.get("name", ""))


class CallOff(Versioned):
    """One delivery of a schedule."""

    opportunity = models.ForeignKey(
        Opportunity, models.CASCADE, related_name="call_offs", editable=False
    )
    due = models.DateField(_("due"))
    latest = models.DateField(_("latest"), null=True, blank=True)
    quantity = models.PositiveIntegerField(
        _("pieces"),
        validators=[MinValueValidator(1), MaxValueValidator(1_000_000_000)],
    )

    class Meta(Versioned.Meta):
        verbose_name = _("call-off")
        verbose_name_plural = _("call-offs")
        ordering = ("due", "pk")

    def __str__(self) -> str:
        return f"{self.due}: {self.quantity}"


class Attachment(Keyed):
    """A drawing or another file that belongs to an opportunity.

    `name` is what the sender called it, made safe; the file lies under a random name.
    Of an infected one nothing is kept but its name.
    """

    opportunity = models.ForeignKey(
        Opportunity, models.CASCADE, related_name="attachments", editable=False
    )
    name = models.CharField(_("file name"), max_length=120)
    file = models.FileField(
        _("file"), upload_to="enquiries/%Y/%m", max_length=200, blank=True
    )
    size = models.PositiveIntegerField(_("size in bytes"))
    content_type = models.CharField(_("type"), max_length=80)
    sha256 = models.CharField(max_length=64, editable=False)
    scan = models.CharField(
        _("virus scan"), max_length=8, choices=Scan, default=Scan.NONE
    )
    added_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta(Keyed.Meta):
        verbose_name = _("file of an opportunity")
        verbose_name_plural = _("files of opportunities")
        ordering = ("added_at", "pk")

    def __str__(self) -> str:
        return self.name
