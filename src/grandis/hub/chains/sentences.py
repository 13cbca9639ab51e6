"""What the journal says of quotations and plans."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "quotation.made": _("A quotation was made."),
    "plan.asked": _("A plan was asked for."),
}
