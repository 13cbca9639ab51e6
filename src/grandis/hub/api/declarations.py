"""Who sees tokens, and what the journal says of them."""

from django.utils.translation import gettext_lazy as _

from grandis.hub.api.models import ApiToken
from grandis.hub.core import journal
from grandis.hub.core.visibility import declare

SENTENCES = {
    "token.made": _("A person made a token for a program."),
    "token.revoked": _("A person revoked a token."),
}


def declare_api() -> None:
    """Declare the rows of this app; its app calls this when it starts."""
    declare(
        ApiToken,
        data="tokens of a person",
        cluster="appointment__organisation__cluster",
        person="appointment__person",
    )
    journal.register(SENTENCES)
