"""What the cluster offers for an opportunity, and how it was found."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grandis.hub.chains.enums import Alone, QuotationState
from grandis.hub.core.models import Keyed, Organisation, Versioned
from grandis.hub.market.enums import Ending
from grandis.hub.market.models import LANGUAGES, Opportunity

#: Of how many pieces a price may be.
PRICED_BY = [(1, _("a piece")), (100, _("100 pieces")), (1_000, _("1000 pieces"))]


class Quotation(Versioned):
    """The offer, as the customer gets it: nothing in it names a member or a rate.

    Money is in cents of `currency`, as ranges with the offered price between them;
    `per_euro` is the rate that it was converted at. A price of the lot is for
    `price_pieces` pieces, as small parts cost less than a cent. `document` is the
    PDF as it was sent: what was offered stays.
    """

    opportunity = models.ForeignKey(
        Opportunity, models.CASCADE, related_name="quotations", editable=False
    )
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    state = models.CharField(
        _("state"),
        max_length=9,
        choices=QuotationState,
        default=QuotationState.DRAFT,
    )
    language = models.CharField(
        _("language of documents"), max_length=2, choices=LANGUAGES, default="en"
    )
    quantity = models.PositiveIntegerField(
        _("pieces of the lot"), validators=[MinValueValidator(1)]
    )
    currency = models.CharField(_("currency"), max_length=3, default="EUR")
    per_euro = models.DecimalField(
        _("units for one euro"), max_digits=14, decimal_places=6, default=1
    )
    rate_day = models.DateField(_("rate of"), null=True, blank=True)
    price_pieces = models.PositiveIntegerField(
        _("pieces that a price is for"), choices=PRICED_BY, default=1
    )
    unit_low = models.BigIntegerField(_("price from, in cents"))
    unit_price = models.BigIntegerField(
        _("price, in cents"), validators=[MinValueValidator(1)]
    )
    unit_high = models.BigIntegerField(_("price up to, in cents"))
    once_low = models.BigIntegerField(_("tools and design from, in cents"), default=0)
    once_price = models.BigIntegerField(
        _("tools and design, in cents"), default=0, validators=[MinValueValidator(0)]
    )
    once_high = models.BigIntegerField(_("tools and design up to, in cents"), default=0)
    delivery_low = models.DateField(_("ready from"), null=True, blank=True)
    delivery = models.DateField(_("ready on"), null=True, blank=True)
    delivery_high = models.DateField(_("ready at the latest"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"))
    terms = models.TextField(_("terms"), blank=True, max_length=4_000)
    assumptions = models.JSONField(_("assumptions"), default=list, blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    declined_for = models.CharField(
        _("reason"), max_length=12, choices=Ending, blank=True, editable=False
    )
    decline_note = models.CharField(
        _("reason in words"), max_length=400, blank=True, editable=False
    )
    document = models.BinaryField(null=True, editable=False)

    class Meta(Versioned.Meta):
        verbose_name = _("quotation")
        verbose_name_plural = _("quotations")
        ordering = ("-made_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("opportunity", "revision"), name="one_quotation_a_revision"
            ),
        )

    def __str__(self) -> str:
        return f"{self.opportunity_id}/{self.revision}"


class Workings(Keyed):
    """How a quotation was found: processes, routes, who can and why others cannot.

    `values` are those of `grandis.processes.quotation_json`, from cluster-wide rates
    and the own rates of members that agreed to it; `route` is the one offered.
    """

    quotation = models.OneToOneField(
        Quotation, models.CASCADE, related_name="workings", editable=False
    )
    values = models.JSONField()
    route = models.PositiveSmallIntegerField(default=0)
    milliseconds = models.PositiveIntegerField(_("computed in ms"), default=0)

    class Meta(Keyed.Meta):
        verbose_name = _("workings of a quotation")
        verbose_name_plural = _("workings of quotations")

    def __str__(self) -> str:
        return self.key


class AloneAnswer(Keyed):
    """Whether a member of the chain could have bid alone, recorded before sending.

    Competitors that each could have bid alone may not quote together (EU Horizontal
    Guidelines 2023, chapter 5 on commercialisation, bidding consortia).
    """

    quotation = models.ForeignKey(
        Quotation, models.CASCADE, related_name="alone_answers", editable=False
    )
    member = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    answer = models.CharField(_("could bid alone"), max_length=3, choices=Alone)
    reason = models.CharField(_("because"), max_length=300)
    answered_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta(Keyed.Meta):
        verbose_name = _("answer to “could it have bid alone?”")
        verbose_name_plural = _("answers to “could it have bid alone?”")
        constraints = (
            models.UniqueConstraint(
                fields=("quotation", "member"), name="one_alone_answer_each"
            ),
        )

    def __str__(self) -> str:
        return self.answer
