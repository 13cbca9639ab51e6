"""What the pages of quotations are asked for: a draft, and an offer that is out."""

from tests.hub.chains.quotations.scene import ask, draft, equip, sent
from tests.hub.matrix.scene import Scene, States

from grandis.hub.market.domain.tracking import make_link

FILES = {"chains:quotation_pdf", "chains:quotation_json", "chains:tracked_pdf"}
#: Pages about one quotation, whatever its state.
OF_QUOTATION = (
    *("quotation", "quotation_route", "quotation_offer", "quotation_pdf"),
    *("quotation_json", "quotation_accept", "quotation_decline"),
)
OF_LINK = ("tracked_pdf", "tracked_accept", "tracked_decline")


def states(scene: Scene) -> States:
    equip(scene.cast)
    opportunity, other = ask(scene.cast), ask(scene.cast)
    made = draft(scene.cast, opportunity)
    out = sent(scene.cast, draft(scene.cast, other))
    secret = make_link(other, confirmed=True).rstrip("/").rpartition("/")[2]
    rows = {"draft": scene.here(key=made.key), "sent": scene.here(key=out.key)}
    linked = {
        "known": scene.here(secret=secret, key=out.key),
        "of another": scene.here(secret=secret, key=made.key),
        "unknown": scene.here(secret="unknown", key=out.key),
    }
    return {
        "chains:quote": {"": scene.here(key=opportunity.key)},
        **{f"chains:{name}": rows for name in OF_QUOTATION},
        **{f"chains:{name}": linked for name in OF_LINK},
    }
