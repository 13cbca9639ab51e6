"""What many models share."""

import secrets

from django.db import models

from grandis.hub.core.guard import GuardedModel

ALPHABET = "abcdefghjkmnpqrstvwxyz23456789"  # nothing that looks like another


def new_key() -> str:
    """A random name for addresses: 12 of 30 letters, 58 bits.

    Numbers that count up would tell how many there are.
    """
    return "".join(secrets.choice(ALPHABET) for _ in range(12))


class Keyed(GuardedModel):
    """A row with an address."""

    key = models.CharField(max_length=12, unique=True, default=new_key, editable=False)

    class Meta(GuardedModel.Meta):
        abstract = True


class Versioned(Keyed):
    """A row that two people may edit: the second is told (see `domain.editing`)."""

    version = models.PositiveIntegerField(default=1, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta(Keyed.Meta):
        abstract = True
