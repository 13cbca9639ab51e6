"""What the pages of quotations are asked for: a draft, and an offer that is out.

Private links that lead somewhere are not among these: whoever knows one sees the
offer, whoever they are. `tests/hub/chains/quotations/test_pages.py` follows them.
"""

from tests.hub.chains.quotations.scene import ask, draft, equip, sent
from tests.hub.matrix.scene import Scene, States

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
    rows = {"draft": scene.here(key=made.key), "sent": scene.here(key=out.key)}
    linked = {"unknown": scene.here(secret="n" * 32, key=out.key)}
    return {
        "chains:quote": {"": scene.here(key=opportunity.key)},
        **{f"chains:{name}": rows for name in OF_QUOTATION},
        **{f"chains:{name}": linked for name in OF_LINK},
    }
