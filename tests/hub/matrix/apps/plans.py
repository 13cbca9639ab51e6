"""What the pages of plans and work are asked for."""

from tests.hub.chains.plans.handmade import handmade
from tests.hub.matrix.scene import Scene, States

FILES = {"chains:plan_file", "chains:work_file", "chains:feed"}
VIEWS = (
    *("plan_table", "plan_reasons", "compare_plans", "replan", "what_if"),
    *("plan_front", "publish_plan", "withdraw_plan"),
)


def states(scene: Scene) -> States:
    made = handmade(scene.cast)
    runs = {
        "waiting": scene.here(run=made.waiting.key),
        "draft": scene.here(run=made.draft.run.key),
        "published": scene.here(run=made.published.run.key),
    }
    front = made.front.run.key
    files = ("pdf", "svg", "json", "xlsx")
    return {
        **{f"chains:{page}": {"": scene.here()} for page in ("plans", "new_plan")},
        **{f"chains:{page}": {"": scene.here()} for page in ("work", "work_feed")},
        "chains:spotting": {"": scene.here()},
        "chains:plan": runs,
        "chains:plan_progress": runs,
        "chains:cancel_plan": {"": runs["waiting"]},
        **{f"chains:{view}": runs for view in VIEWS},
        "chains:plan_chain": {
            state: {**runs[state], "opportunity": made.opportunity.key}
            for state in ("draft", "published")
        },
        "chains:take_plan": {
            "offered": scene.here(run=front, choice=1),
            "not offered": scene.here(run=front, choice=2),
            "draft": {**runs["draft"], "choice": 1},
        },
        "chains:plan_file": {kind: {**runs["draft"], "kind": kind} for kind in files},
        "chains:work_file": {kind: scene.here(kind=kind) for kind in ("json", "xlsx")},
        "chains:revoke_feed": {"": scene.here(key=made.feed.key)},
        # a good address shows its owner's work to whoever has it: see `test_work`
        "chains:feed": {"": scene.here(secret="worthless")},
    }
