"""What the journal says of opportunities: that something happened, never to whom."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "opportunity.entered": _("An opportunity was entered."),
    "opportunity.received": _("An opportunity was received."),
    "opportunity.changed": _("An opportunity was changed."),
    "opportunity.revised": _("An opportunity was replaced by a revision."),
    "opportunity.quoted": _("A quotation for an opportunity went out."),
    "opportunity.ended": _("An opportunity ended."),
    "opportunity.linked": _("A private link to an opportunity was made."),
    "opportunity.unlinked": _("Private links to an opportunity were withdrawn."),
    "opportunity.file_added": _("A file was added to an opportunity."),
    "opportunity.file_removed": _("A file was removed from an opportunity."),
    "opportunity.enquirer_erased": _("The person behind an enquiry was erased."),
    "opportunity.tool_placed": _("It was said where the tool of a customer stands."),
    "rate.set": _("An exchange rate was set: {currency} on {day}."),
}
