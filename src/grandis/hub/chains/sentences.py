"""What the journal says of quotations and plans."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "quotation.made": _("A quotation was made."),
    "quotation.route_chosen": _("Another route was chosen for a quotation."),
    "quotation.alone_answered": _(
        "It was recorded whether a member could have bid alone."
    ),
    "quotation.offer_changed": _("An offer was changed before it was sent."),
    "quotation.sent": _("An offer was sent to the customer."),
    "quotation.accepted": _("The customer accepted an offer."),
    "quotation.declined": _("The customer declined an offer."),
    "plan.asked": _("A plan was asked for."),
    "plan.cancelled": _("A plan run was cancelled."),
    "plan.published": _("A plan with work for this organisation was published."),
    "plan.withdrawn": _("A plan with work for this organisation was withdrawn."),
    "plan.exported": _("The operator took out the whole problem of a plan run."),
    "feed.made": _("A private calendar address was made."),
    "feed.revoked": _("A private calendar address was revoked."),
}
