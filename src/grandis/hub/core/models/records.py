"""What happened: the journal, who looked at what, and requests already done."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grandis.hub.core.enums import Audience
from grandis.hub.core.guard import GuardedModel
from grandis.hub.core.models.people import Cluster, Organisation, Person


class JournalEntry(GuardedModel):
    """One leaf of the journal's tree and, until erased, what it says.

    The leaf is a hash over a salt and the entry (`grandis.sealing.records`), so
    that `body` and `salt` can be erased and the tree still verifies.
    """

    index = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)
    cluster = models.ForeignKey(Cluster, models.PROTECT, null=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True)
    actor = models.ForeignKey(Person, models.SET_NULL, null=True)
    audience = models.CharField(max_length=12, choices=Audience)
    subject = models.CharField(max_length=80)
    body = models.JSONField(null=True)
    salt = models.BinaryField(max_length=32, null=True)
    leaf = models.BinaryField(max_length=32)

    class Meta(GuardedModel.Meta):
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        ordering = ("-index",)
        indexes = (
            models.Index(fields=("cluster", "-index")),
            # Enough to count what somebody may read, and of which kinds it is.
            models.Index(fields=("cluster", "kind", "audience", "organisation")),
        )

    def __str__(self) -> str:
        return f"{self.index} {self.kind}"


class JournalNode(models.Model):
    """The hash of a complete subtree: 2^level leaves from index * 2^level on."""

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("level", "index"), name="one_node"),
        )

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class JournalHead(models.Model):
    """How long the journal is; its one row is the lock for writers."""

    size = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.size)


class JournalCheckpoint(models.Model):
    """What the journal signed at a size: a note that everybody may keep."""

    size = models.BigIntegerField(primary_key=True)
    note = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.size)


class Heartbeat(models.Model):
    """When a process that works in the background was last alive."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"


class AccessEntry(GuardedModel):
    """Somebody read confidential rows, or was refused; never in the journal.

    `organisation` is the one that `person` acted for, `owner` the one whose rows
    were read.
    """

    at = models.DateTimeField(default=timezone.now)
    cluster = models.ForeignKey(Cluster, models.CASCADE, null=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, related_name="+"
    )
    owner = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, related_name="+"
    )
    what = models.CharField(max_length=200)
    path = models.CharField(max_length=200)
    refused = models.BooleanField(default=False)

    class Meta(GuardedModel.Meta):
        verbose_name = _("access entry")
        verbose_name_plural = _("access entries")
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=("owner", "-at")),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.what}"


class DoneRequest(models.Model):
    """A request that has been carried out, so that sending it twice does it once."""

    key = models.CharField(max_length=64)
    person = models.ForeignKey(Person, models.CASCADE, null=True)
    verb = models.CharField(max_length=120)
    result_model = models.CharField(max_length=80, blank=True)
    result_pk = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("key", "person"), name="one_request_per_key"
            ),
            # To a database no two NULLs are the same.
            models.UniqueConstraint(
                fields=("key",),
                condition=models.Q(person=None),
                name="one_request_of_visitors_per_key",
            ),
        )

    def __str__(self) -> str:
        return f"{self.verb} {self.key}"
