"""What an organisation tells of itself in the directory."""

from django import forms
from django.utils.translation import gettext_lazy as _

from grandis.hub.members import models
from grandis.hub.members.forms.base import RowForm
from grandis.hub.members.forms.fields import Listed, Several, euros
from grandis.hub.members.forms.names import countries, languages


class ProfileForm(RowForm):
    """The organisation's page in the directory."""

    consent = "shown_in_public"
    languages = Several(label=_("Languages spoken with customers"), choices=languages)
    nace_codes = Listed(
        label=_("Economic activities (NACE)"),
        required=False,
        help_text=_("Codes with commas between them, such as C22.22, C25.73."),
    )
    sections = (
        (_("What the company does"), "summary nace_codes founded_year languages"),
        (_("Head office"), "street postcode town nuts"),
        (_("Who can see it"), "shown_in_public"),
    )

    class Meta:
        model = models.Profile
        fields = (
            "summary",
            "nace_codes",
            "founded_year",
            "languages",
            "street",
            "postcode",
            "town",
            "nuts",
            "shown_in_public",
        )
        labels = {"summary": _("In a few sentences")}
        help_texts = {
            "summary": _("What you make, for whom, and what you do best."),
            "nuts": _("The code of the region, such as LT022 for Kaunas county."),
            "shown_in_public": _(
                "Then everybody can see the profile, sites, certificates and "
                "published machines, also without signing in."
            ),
        }


class ExpertiseForm(RowForm):
    """Something the organisation knows well."""

    class Meta:
        model = models.Expertise
        fields = ("text", "stage", "level")
        labels = {"text": _("What you know well")}
        help_texts = {"text": _("For instance: overmoulding of metal inserts.")}


class ProductForm(RowForm):
    """Something the organisation makes."""

    class Meta:
        model = models.Product
        fields = ("name", "description")


class MarketForm(RowForm):
    """Where and to whom the organisation delivers."""

    country = forms.ChoiceField(label=_("Country"), choices=countries)

    class Meta:
        model = models.Market
        fields = ("country", "sector", "since")
        labels = {"since": _("Since the year")}
        help_texts = {
            "sector": _("For instance: furniture, automotive, food packaging.")
        }


class ContactForm(RowForm):
    """Whom to ask."""

    consent = "is_public"
    languages = Several(label=_("Languages"), choices=languages)

    class Meta:
        model = models.ContactPerson
        fields = ("name", "job_title", "email", "phone", "languages", "is_public")
        help_texts = {
            "is_public": _(
                "Ask the person first. Without this, only those who belong to the "
                "cluster see the contact."
            )
        }


class OfferForm(RowForm):
    """A test, a course or advice."""

    price_cents = euros(
        _("List price"),
        required=False,
        help_text=_("Leave it out if the price is agreed case by case."),
    )

    class Meta:
        model = models.ResearchOffer
        fields = (
            "kind",
            "title",
            "description",
            "method",
            "stage",
            "duration_hours",
            "price_cents",
        )
