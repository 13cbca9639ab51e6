"""What each page of the matrix is asked for, in each state of its object.

The rows are those of `members.filling`, unless a state says otherwise: most
are Kamštūna's, whose owner is the *member* of the table.
"""

from datetime import timedelta

from django.utils import timezone
from tests.cast import Cast, join
from tests.hub.members.filling import Filled

from grandis.hub.api.domain import tokens
from grandis.hub.api.enums import Scope
from grandis.hub.core.domain import joining, people
from grandis.hub.core.enums import Audience, Duty, Role
from grandis.hub.core.models import Invitation, JournalEntry, Organisation

SECRET = "an-invitation's-secret"


class Targets:
    """The arguments of every page's address, by name and state."""

    def __init__(self, cast: Cast, filled: Filled) -> None:
        self.cast = cast
        self.filled = filled
        self.own = cast.organisation(cast.ona)
        self.invited = cast.organisation(cast.jonas)
        self.left = self._left()
        self.states: dict[str, dict[str, dict[str, object]]] = {
            **self._of_core(),
            **self._of_people(),
            **self._of_organisations(),
            **self._of_journal(),
            **self._of_members(),
            **self._of_rows(),
            **self._of_tokens(),
        }

    def _left(self) -> Organisation:
        """A member that has left."""
        owner = join(
            self.cast.cluster,
            self.cast.rasa,
            Role.MEMBER,
            "UAB Buvęs",
            "Buvęs Buvaitis",
        )
        organisation = owner.appointments.get().organisation
        return joining.leave(organisation, by=self.cast.viewer(self.cast.rasa))

    def _invitation(self, email: str) -> Invitation:
        return people.invite_person(
            self.own,
            by=self.cast.viewer(self.cast.ona),
            email=email,
            duties=[Duty.SALES],
        )

    def _of_core(self) -> dict[str, dict[str, dict[str, object]]]:
        opened = self._invitation("open@example.org")
        opened.secret_hash = people.hash_of(SECRET)
        opened.save()
        expired = self._invitation("expired@example.org")
        expired.secret_hash = people.hash_of(SECRET + "-expired")
        expired.expires_at = timezone.now() - timedelta(days=1)
        expired.save()
        none = dict[str, object]()
        alone = ("start", "favicon", "profile", "personal_data", "download", "erase")
        alone += ("checkpoint", "journal_key", "health")
        here = ("home", "act_for", "agree", "settings", "access_log")
        return {
            **{f"core:{name}": {"": none} for name in alone},
            **{f"core:{name}": {"": self.here()} for name in here},
            "core:invitation": {
                "open": {"secret": SECRET},
                "expired": {"secret": SECRET + "-expired"},
                "unknown": {"secret": "unknown"},
            },
            "set_language": {"": none},
            "demo:sign_in": {"": {"key": self.cast.ona.key}},
            "api:documentation": {"": none},
            "api:operations": {
                "known": {"group": "directory"},
                "unknown": {"group": "nothing"},
            },
        }

    def here(self, **more: object) -> dict[str, object]:
        """The arguments of a page below the cluster."""
        return {"cluster": self.cast.cluster.slug, **more}

    def _of_people(self) -> dict[str, dict[str, dict[str, object]]]:
        running = self.cast.petras.appointments.get()
        sent = self._invitation("sent@example.org")
        return {
            "core:people": {"": self.here()},
            "core:invite_person": {"": self.here()},
            "core:change_duties": {"": self.here(key=running.key)},
            "core:end_appointment": {"": self.here(key=running.key)},
            "core:withdraw_invitation": {"": self.here(key=sent.key)},
        }

    def _of_organisations(self) -> dict[str, dict[str, dict[str, object]]]:
        states = {
            "confirmed": self.here(key=self.own.key),
            "invited": self.here(key=self.invited.key),
            "left": self.here(key=self.left.key),
            "elsewhere": self.here(key=self.cast.organisation(self.cast.stranger).key),
        }
        one = ("organisation", "edit_organisation", "invite_first", "confirm", "leave")
        return {
            "core:organisations": {"": self.here()},
            "core:invite_organisation": {"": self.here()},
            **{f"core:{name}": states for name in one},
        }

    def _of_journal(self) -> dict[str, dict[str, dict[str, object]]]:
        def entry(**of: object) -> dict[str, object]:
            found = JournalEntry.objects.filter(**of).first()
            assert found is not None
            return self.here(index=found.index)

        states = {
            "public": entry(audience=Audience.PUBLIC, cluster=self.cast.cluster),
            "cluster": entry(audience=Audience.CLUSTER, organisation=self.own),
            "coordinated": entry(audience=Audience.COORDINATED, organisation=self.own),
            "own": entry(audience=Audience.OWN, organisation=self.own),
            "elsewhere": entry(cluster__slug="abroad"),
        }
        return {
            "core:journal": {"": self.here()},
            "core:journal_export": {"": self.here()},
            "core:journal_entry": states,
            "core:journal_proof": states,
        }

    def _of_members(self) -> dict[str, dict[str, dict[str, object]]]:
        states = {
            "shown": self.here(organisation=self.own.key),
            "unshown": self.here(
                organisation=self.cast.organisation(self.cast.darius).key
            ),
            "invited": self.here(organisation=self.invited.key),
            "left": self.here(organisation=self.left.key),
        }
        of_cluster = ("directory", "map", "find", "coverage", "hours", "fees")
        of_company = ("company", "profile", "publish_size", "withdraw_size")
        of_company += ("spreadsheet", "workbook")
        return {
            **{f"members:{name}": {"": self.here()} for name in of_cluster},
            "members:own_company": {"": self.here()},
            "members:member": states,
            "members:machines": states,
            **{f"members:{name}": states for name in of_company},
        }

    def _of_rows(self) -> dict[str, dict[str, dict[str, object]]]:
        slug = {
            "contacts": "contact",
            "sites": "site",
            "resources": "resource",
            "rates": "rate",
            "certificates": "certificate",
            "expertise": "expertise",
            "products": "product",
            "markets": "market",
            "shifts": "shift",
            "closures": "closure",
            "loads": "load",
            "figures": "figures",
            "linked": "linked",
            "fees": "fee",
            "hours": "hours",
        }
        of_kind = {
            kind: self.here(organisation=self.own.key, kind=kind) for kind in slug
        }
        of_row = {
            kind: of_kind[kind] | {"key": self.filled.ona[name].key}
            for kind, name in slug.items()
        }
        of_row["hidden resources"] = of_kind["resources"] | {
            "key": self.filled.ona["hidden resource"].key
        }
        research = self.here(
            organisation=self.cast.organisation(self.cast.milda).key, kind="offers"
        )
        of_kind["offers"] = research
        of_row["offers"] = research | {"key": self.filled.milda["offer"].key}
        return {
            "members:rows": of_kind,
            "members:add_row": of_kind,
            "members:edit_row": of_row,
            "members:remove_row": of_row,
        }

    def _of_tokens(self) -> dict[str, dict[str, dict[str, object]]]:
        token = tokens.make_token(
            self.own,
            by=self.cast.viewer(self.cast.ona),
            secret=tokens.new_secret(),
            name="Reporting",
            scopes=[Scope.READ],
            expires_on=timezone.localdate() + timedelta(days=30),
        )
        return {
            "tokens:index": {"": self.here()},
            "tokens:make": {"": self.here()},
            "tokens:revoke": {"": self.here(key=token.key)},
        }
