"""Plan runs, the plans they found, and the work that plans give to members."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from grandis.hub.chains.enums import RunKind, RunState
from grandis.hub.core.models import Cluster, Keyed, Organisation, Versioned
from grandis.hub.market.models import Opportunity


class PlanRun(Versioned):
    """A plan being made in the background; money in cents of the cluster's currency.

    `asked` says what: ``opportunities`` (their keys), and what the kind needs.
    `value` and `bound` never go backwards; `beat_at` shows that the worker is alive.
    """

    cluster = models.ForeignKey(
        Cluster, models.CASCADE, related_name="+", editable=False
    )
    kind = models.CharField(
        _("kind"), max_length=8, choices=RunKind, default=RunKind.PLAN
    )
    title = models.CharField(_("title"), max_length=120)
    state = models.CharField(
        _("state"), max_length=9, choices=RunState, default=RunState.WAITING
    )
    seed = models.PositiveIntegerField(_("seed"), default=0)
    seconds = models.PositiveSmallIntegerField(
        _("seconds"),
        default=20,
        validators=[MinValueValidator(1), MaxValueValidator(3_600)],
    )
    steps = models.PositiveIntegerField(
        _("step limit"),
        null=True,
        blank=True,
        help_text=_("With a step limit and one worker a run can be repeated exactly."),
    )
    asked = models.JSONField(default=dict, blank=True, editable=False)
    base = models.ForeignKey(
        "Plan", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    progress = models.FloatField(default=0, editable=False)
    value = models.BigIntegerField(null=True, editable=False)
    bound = models.BigIntegerField(null=True, editable=False)
    trail = models.JSONField(default=list, editable=False)
    failure = models.CharField(max_length=400, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    begun_at = models.DateTimeField(null=True, editable=False)
    beat_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    cancel_asked_at = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta(Versioned.Meta):
        verbose_name = _("plan run")
        verbose_name_plural = _("plan runs")
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.title


class RunSecret(Keyed):
    """The whole planning problem of a run and the operator's plan: nobody sees them.

    `front` holds the plans that a trade-off offers, in the order of its points.
    They leave by the operator's command line only, which the journal tells of.
    """

    run = models.OneToOneField(
        PlanRun, models.CASCADE, related_name="secret", editable=False
    )
    problem = models.BinaryField()
    plan = models.BinaryField(null=True)
    front = models.BinaryField(null=True)

    class Meta(Keyed.Meta):
        verbose_name = _("planning problem")
        verbose_name_plural = _("planning problems")

    def __str__(self) -> str:
        return self.key


class Plan(Versioned):
    """A plan as the coordinator may see it: no load, no closures, no rates."""

    run = models.OneToOneField(
        PlanRun, models.CASCADE, related_name="plan", editable=False
    )
    value = models.BigIntegerField()
    bound = models.BigIntegerField()
    values = models.JSONField()
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    published_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta(Versioned.Meta):
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return self.key

    @property
    def is_published(self) -> bool:
        """Whether the members see their work in it."""
        return bool(self.published_at and not self.withdrawn_at)


class Work(Keyed):
    """One step of a plan: who does it on what and when. No cost.

    `part` says what kind of part it is for, without its name or whose it is:
    ``material``, ``shape``, ``size`` (mm) and ``pieces``.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="works", editable=False)
    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="+")
    member = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    part = models.JSONField(_("kind of part"), default=dict, blank=True)
    step = models.CharField(_("step"), max_length=100)
    stage = models.CharField(_("stage"), max_length=20, blank=True)
    resource = models.CharField(_("resource"), max_length=120)
    resource_key = models.CharField(max_length=12)
    start = models.DateTimeField(_("from"))
    end = models.DateTimeField(_("to"))

    class Meta(Keyed.Meta):
        verbose_name = _("planned work")
        verbose_name_plural = _("planned works")
        ordering = ("start", "pk")

    def __str__(self) -> str:
        return self.step


class HandOver(Keyed):
    """Something that goes from one member to another in a plan."""

    plan = models.ForeignKey(
        Plan, models.CASCADE, related_name="hand_overs", editable=False
    )
    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="+")
    giver = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    taker = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    step = models.CharField(_("after"), max_length=100)
    to_step = models.CharField(_("for"), max_length=100)
    leaves = models.DateTimeField(_("leaves"))
    arrives = models.DateTimeField(_("arrives"))

    class Meta(Keyed.Meta):
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        ordering = ("leaves", "pk")

    def __str__(self) -> str:
        return f"{self.step} - {self.to_step}"


class CalendarFeed(Keyed):
    """A private address from which a calendar program reads one's own dates.

    Only a hash of the secret in the address is kept.
    """

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="+", editable=False
    )
    person = models.ForeignKey(
        "core.Person", models.CASCADE, related_name="+", editable=False
    )
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    class Meta(Keyed.Meta):
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return self.key
