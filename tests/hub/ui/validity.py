"""What every page must be: valid, and free of what the security policy refuses."""

from collections import Counter
from xml.etree.ElementTree import Element

import html5lib


def parse(markup: str) -> Element:
    """The tree of a page or of a part of one; invalid markup raises."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    whole = markup.lstrip().lower().startswith("<!doctype")
    tree = parser.parse(markup) if whole else parser.parseFragment(markup)
    for node in tree.iter():
        if isinstance(node.tag, str):
            node.tag = node.tag.removeprefix("{http://www.w3.org/2000/svg}")
    return tree


def faults(markup: str, nonce: str = "") -> list[str]:
    """Everything that is wrong with a page, in words."""
    tree = parse(markup)
    ids = Counter(node.get("id") for node in tree.iter() if node.get("id"))
    found = [f"the id {name} stands twice" for name, n in ids.items() if n > 1]
    for node in tree.iter():
        found += [f"{node.tag} has {name}" for name in node.attrib if _banned(name)]
        if node.tag == "style":
            found.append("a style element")
        if node.tag == "script" and not node.get("src"):
            data = node.get("type") == "application/json"
            if not data and (not nonce or node.get("nonce") != nonce):
                found.append("a script inside the page without a nonce")
        for name in ("src", "href", "action"):
            if node.tag != "a" and "//" in node.get(name, ""):
                found.append(f"{node.tag} points to {node.get(name)}")
        for name in ("for", "aria-describedby", "aria-labelledby"):
            wanted = node.get(name, "").split()
            found += [f"{name} {one} is nowhere" for one in wanted if one not in ids]
    return found


def _banned(name: object) -> bool:
    return isinstance(name, str) and (name == "style" or name.startswith("on"))
