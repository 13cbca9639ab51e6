"""What the journal says of opportunities."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "opportunity.entered": _("An opportunity was entered."),
    "opportunity.received": _("An opportunity was received."),
}
