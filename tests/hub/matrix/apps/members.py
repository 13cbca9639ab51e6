"""What the pages of the directory are asked for."""

from tests.hub.matrix.scene import Scene, States

FILES = {"members:workbook"}
#: The row of Kamštūna that stands for each kind.
ROWS = {
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


def states(scene: Scene) -> States:
    return _of_cluster(scene) | _of_companies(scene) | _of_rows(scene)


def _of_cluster(scene: Scene) -> States:
    pages = ("directory", "map", "find", "coverage", "hours", "fees", "own_company")
    return {f"members:{page}": {"": scene.here()} for page in pages}


def _of_companies(scene: Scene) -> States:
    unshown = scene.cast.organisation(scene.cast.darius)
    states = {
        "shown": scene.here(organisation=scene.own.key),
        "unshown": scene.here(organisation=unshown.key),
        "invited": scene.here(organisation=scene.invited.key),
        "left": scene.here(organisation=scene.left.key),
    }
    pages = ("member", "machines", "company", "profile")
    pages += ("publish_size", "withdraw_size", "spreadsheet", "workbook")
    return {f"members:{page}": states for page in pages}


def _of_rows(scene: Scene) -> States:
    filled = scene.filled
    of_kind = {kind: scene.here(organisation=scene.own.key, kind=kind) for kind in ROWS}
    of_row = {
        kind: of_kind[kind] | {"key": filled.ona[name].key}
        for kind, name in ROWS.items()
    }
    of_row["hidden resources"] = of_kind["resources"] | {
        "key": filled.ona["hidden resource"].key
    }
    institute = scene.cast.organisation(scene.cast.milda)
    of_kind["offers"] = scene.here(organisation=institute.key, kind="offers")
    of_row["offers"] = of_kind["offers"] | {"key": filled.milda["offer"].key}
    return {
        "members:rows": of_kind,
        "members:add_row": of_kind,
        "members:edit_row": of_row,
        "members:remove_row": of_row,
    }
