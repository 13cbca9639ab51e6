"""What the pages of opportunities are asked for.

Links that lead somewhere are not among these: whoever knows one sees what it leads
to, whoever they are. `tests/hub/market/test_tracking.py` follows them.
"""

from tests.hub.market.asking import CAP, Asked, ask
from tests.hub.matrix.scene import Scene, States

from grandis.hub.market.domain import opportunities
from grandis.hub.market.enums import Source
from grandis.hub.market.models import Attachment, Opportunity

FILES = {"market:export", "market:file", "market:template"}
NOWHERE = "n" * 32


def states(scene: Scene) -> States:
    asked = ask(scene.cast)
    return _of_cluster(scene) | _of_opportunities(scene, asked) | _of_links(scene)


def _of_cluster(scene: Scene) -> States:
    pages = ("ask", "asked", "board", "enter", "import", "opportunities", "rates")
    found = {f"market:{page}": {"": scene.here()} for page in (*pages, "template")}
    found["market:export"] = {form: scene.here(form=form) for form in ("xlsx", "json")}
    return found


def _of_opportunities(scene: Scene, asked: Asked) -> States:
    """A customer's, a member's own draft, and a competitor's idea, handed in."""
    of_each = {
        "customer's": scene.here(key=asked.customers.key),
        "draft": scene.here(key=asked.idea.key),
        "handed in": scene.here(key=asked.handed_in.key),
    }
    pages = ("edit", "end", "erase", "link", "opportunity", "policy", "revise")
    found = {f"market:{page}": of_each for page in pages}
    for page in ("attach", "hand_in"):  # by POST alone
        found[f"market:{page}"] = {"": of_each["draft"]}
    found["market:tool"] = {
        "of a tool": scene.here(key=_with_a_tool(scene).key),
        "of none": of_each["customer's"],
    }
    file = Attachment.objects.get(opportunity=asked.customers)
    for page in ("file", "detach"):
        found[f"market:{page}"] = {"": scene.here(key=file.key)}
    return found


def _with_a_tool(scene: Scene) -> Opportunity:
    """What the office entered for a customer that has a mould."""
    return opportunities.enter(
        scene.cast.cluster,
        by=scene.cast.viewer(scene.cast.rasa),
        source=Source.COORDINATOR,
        title="Cap from a mould",
        part=CAP | {"tool": "Mould 7"},
    )


def _of_links(scene: Scene) -> States:
    unknown = {"unknown": scene.here(secret=NOWHERE)}
    return {
        "market:track": unknown,
        "market:attach_followed": {"": scene.here(secret=NOWHERE)},
        "market:followed_file": {"unknown": scene.here(secret=NOWHERE, key="nofile")},
    }
