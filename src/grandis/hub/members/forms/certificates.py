"""Certificates as dated statements."""

from django.utils.translation import gettext_lazy as _

from grandis.hub.members import models
from grandis.hub.members.forms.base import RowForm


class CertificateForm(RowForm):
    """What the organisation states to hold."""

    class Meta:
        model = models.Certificate
        fields = (
            "standard",
            "scope",
            "issuer",
            "number",
            "issued_on",
            "expires_on",
            "site",
        )
        help_texts = {
            "standard": _("As it stands on the certificate: ISO 9001, IATF 16949."),
            "scope": _("What it covers, in the words of the certificate."),
            "expires_on": _("Leave it out if it does not expire."),
            "site": _("Leave it out if it covers the whole company."),
        }
