"""Find members: hard limits first, ranking second, with the reasons.

Everything is taken from rows that the viewer may see, so that hidden rows change
neither what is found nor its order. The order is made here, not by a database,
and is the same on all of them.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet, Value
from django.utils import timezone

from grandis.hub.core.declarations import LISTED
from grandis.hub.core.models import Organisation
from grandis.hub.core.viewer import Viewer
from grandis.hub.core.visibility import see
from grandis.hub.members import models
from grandis.hub.members.find import index
from grandis.hub.members.find.asking import Found, Member, Reason, Wanted, because
from grandis.hub.members.find.entered import Entered
from grandis.hub.members.find.folding import fold, spelt, words_of
from grandis.hub.members.find.hard import (
    NOT_ENTERED,
    checked,
    limits_asked,
    not_ruled_out,
)
from grandis.processes.fit import lacking

#: What a word is worth in a kind of row; twice that if it is the whole word.
WORTH = {
    "member": 8,
    "product": 5,
    "expertise": 5,
    "offer": 5,
    "resource": 4,
    "certificate": 3,
    "market": 2,
    "site": 2,
    "profile": 1,
}
TITLES = {"resource": "name", "expertise": "text", "offer": "title"}
MOST_WORDS = 12
#: As many resources are given as reasons; the others are on the member's page.
SHOWN = 3


class Met(NamedTuple):
    """That a member meets one thing asked for."""

    reasons: tuple[Reason, ...]
    score: int = 0
    open_questions: int = 0


#: Who meets one thing asked for, by the primary key of the organisation.
Meeting = dict[int, Met]


def find(viewer: Viewer, wanted: Wanted) -> list[Found]:
    """The members that meet everything asked for, best first."""
    members = {member.pk: member for member in members_of(viewer)}
    met: dict[int, list[Met]] = {pk: [] for pk in members}
    for meeting in (*_limits(viewer, wanted), *_words(viewer, wanted, members)):
        met = {pk: [*had, meeting[pk]] for pk, had in met.items() if pk in meeting}
    found = [_found(members[pk], parts) for pk, parts in met.items()]
    return sorted(
        found,
        key=lambda one: (
            one.open_questions > 0,
            -one.score,
            fold(one.organisation.name),
            one.organisation.key,
        ),
    )


def _found(organisation: Member, parts: list[Met]) -> Found:
    return Found(
        organisation=organisation,
        score=sum(part.score for part in parts),
        open_questions=sum(part.open_questions for part in parts),
        reasons=tuple(reason for part in parts for reason in part.reasons),
    )


def members_of(viewer: Viewer) -> tuple[Member, ...]:
    """The directory's organisations, by name."""
    listed = see(viewer, Organisation).filter(LISTED).order_by()
    found = map(Member._make, listed.values_list(*Member._fields))
    return tuple(sorted(found, key=lambda each: (fold(each.name), each.key)))


def _limits(viewer: Viewer, wanted: Wanted) -> Iterator[Meeting]:
    if wanted.asks_a_resource:
        yield _by_resource(viewer, wanted)
    elif wanted.stage:
        yield _by_stage(viewer, wanted.stage)
    if wanted.certificate:
        yield _by_certificate(viewer, wanted.certificate)
    if wanted.region:
        yield _by_region(viewer, wanted.region)


class _Fitting(NamedTuple):
    """A resource that can take what is asked, as far as its limits are known."""

    unknown: int
    folded: str
    key: str
    name: str
    process: str
    reasons: list[Reason]

    @property
    def told(self) -> list[Reason]:
        """The resource as a reason, with those that belong to it."""
        named = because("resource", title=self.name, key=self.key, process=self.process)
        return [named, *self.reasons]


def _by_resource(viewer: Viewer, wanted: Wanted) -> Meeting:
    rows = see(viewer, models.Resource).order_by()
    if wanted.stage:
        rows = rows.filter(stage=wanted.stage)
    if wanted.process:
        rows = rows.filter(process=wanted.process)
    rows = rows.filter(not_ruled_out(wanted))
    fitting: dict[int, list[_Fitting]] = defaultdict(list)
    for pk, key, name, process, materials, limits in _compared(rows, wanted):
        reasons = checked(wanted, process, limits, materials)
        if reasons is not None:
            unknown = [reason.code for reason in reasons].count(NOT_ENTERED)
            found = _Fitting(unknown, fold(name), key, name, process, reasons)
            fitting[pk].append(found)
    return {pk: _best(resources) for pk, resources in fitting.items()}


def _compared(
    rows: QuerySet[models.Resource], wanted: Wanted
) -> Iterator[tuple[int, str, str, str, list[str], dict[str, Any]]]:
    """What is compared of resources: materials and limits only as far as asked."""
    asked = limits_asked(wanted)
    listed = "materials" if wanted.material else Value("")
    fields = ("organisation", "key", "name", "process", listed)
    for pk, key, name, process, materials, *limits in rows.values_list(
        *fields, *map(Entered, asked)
    ):
        known = dict(zip(asked, limits, strict=True))
        yield pk, key, name, process, materials or [], known


def _best(resources: list[_Fitting]) -> Met:
    resources.sort(key=lambda each: each[:3])
    shown = [reason for each in resources[:SHOWN] for reason in each.told]
    return Met(tuple(shown), len(resources), open_questions=resources[0].unknown)


def _by_stage(viewer: Viewer, stage: str) -> Meeting:
    serving: dict[int, list[Reason]] = defaultdict(list)
    for kind, rows in (
        ("resource", see(viewer, models.Resource).filter(stage=stage)),
        ("expertise", see(viewer, models.Expertise).filter(stage=stage)),
        ("offer", see(viewer, models.ResearchOffer).filter(stage=stage)),
    ):
        for pk, key, title in rows.values_list("organisation", "key", TITLES[kind]):
            serving[pk].append(
                because("stage", stage=stage, kind=kind, title=title, key=key)
            )
    return {pk: Met(tuple(why[:SHOWN]), len(why)) for pk, why in serving.items()}


def _by_certificate(viewer: Viewer, standard: str) -> Meeting:
    today = timezone.localdate()
    meeting: Meeting = {}
    asked = (standard.strip(),)
    for row in see(viewer, models.Certificate).filter(models.in_force_on(today)):
        same = words_of(row.standard) == words_of(standard)
        if (same or not lacking(asked, (row.standard,))) and (
            row.organisation_id not in meeting
        ):
            reason = because(
                "certificate",
                standard=row.standard,
                key=row.key,
                until=row.expires_on,
                stated_on=row.stated_on,
            )
            meeting[row.organisation_id] = Met((reason,))
    return meeting


def _by_region(viewer: Viewer, region: str) -> Meeting:
    """Sites and head offices; a site without a region still has a country."""
    region = region.strip().upper()
    meeting: Meeting = {}
    inside = Q(nuts__startswith=region)
    for profile in see(viewer, models.Profile).filter(inside):
        reason = because("region", nuts=profile.nuts, title=profile.town, key="")
        meeting[profile.organisation_id] = Met((reason,))
    for site in see(viewer, models.Site).filter(inside | Q(nuts="", country=region)):
        nuts = site.nuts or site.country
        reason = because("region", nuts=nuts, title=site.name, key=site.key)
        meeting.setdefault(site.organisation_id, Met((reason,)))
    return meeting


def _words(viewer: Viewer, wanted: Wanted, members: dict[int, Member]) -> list[Meeting]:
    """Every word must stand somewhere in what is seen of a member."""
    words = words_of(wanted.text)[:MOST_WORDS]
    if not words:
        return []
    places = [_Places(word) for word in words]
    for pk, member in members.items():
        for place in places:
            place.look(pk, "member", member.key, member.name, spelt(member.name))
    seen = see(viewer, models.SearchEntry).filter(index.with_any(words))
    for row in seen.values_list("organisation", "kind", "key", "title", "text"):
        for place in places:
            place.look(*row)
    return [place.meeting() for place in places]


class _Places:
    """Where a word stands: for each member the place that is worth most.

    This runs once for each row found, so it compares texts as they are.
    """

    def __init__(self, word: str) -> None:
        self.word = word
        self.beginning, self.whole = f" {word}", f" {word} "
        self.best: dict[int, tuple[int, str, str, str]] = {}

    def look(self, pk: int, kind: str, key: str, title: str, text: str) -> None:
        """Look into the folded words of a row."""
        padded = f" {text} "
        if self.beginning not in padded:
            return
        worth = WORTH[kind] * (2 if self.whole in padded else 1)
        place = (-worth, title, key, kind)
        if pk not in self.best or place < self.best[pk]:
            self.best[pk] = place

    def meeting(self) -> Meeting:
        """The members that have the word, and where."""
        return {
            pk: Met(
                (because("word", word=self.word, kind=kind, title=title, key=key),),
                -worth,
            )
            for pk, (worth, title, key, kind) in self.best.items()
        }
