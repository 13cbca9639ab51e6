"""What the journal says of quotations and plans."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "quotation.made": _("A quotation was made."),
    "plan.asked": _("A plan was asked for."),
    "plan.cancelled": _("A plan run was cancelled."),
    "plan.published": _("A plan with work for this organisation was published."),
    "plan.withdrawn": _("A plan with work for this organisation was withdrawn."),
    "plan.exported": _("The operator took out the whole problem of a plan run."),
}
