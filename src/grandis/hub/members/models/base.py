"""What the rows of the directory share."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from grandis.hub.core.models import Organisation, Versioned


class Owned(Versioned):
    """A row that belongs to an organisation of a cluster."""

    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        related_name="%(class)ss",
        verbose_name=_("organisation"),
        editable=False,
    )

    class Meta(Versioned.Meta):
        abstract = True
