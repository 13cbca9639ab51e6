"""Every page of `members` with the rows that the tests fill in."""

from django.urls import reverse

#: The kinds of rows, with the name that `filling` gives a row of each.
ROWS = {
    "contacts": "contact",
    "expertise": "expertise",
    "products": "product",
    "markets": "market",
    "certificates": "certificate",
    "sites": "site",
    "resources": "resource",
    "rates": "rate",
    "shifts": "shift",
    "closures": "closure",
    "loads": "load",
    "figures": "figures",
    "linked": "linked",
    "fees": "fee",
    "hours": "hours",
}
DIRECTORY = ("contacts", "expertise", "products", "markets", "certificates", "sites")
OPEN = (
    ("directory", "?stage=tooling"),
    ("map", ""),
    ("coverage", ""),
    ("find", ""),
    ("find", "?text=cap"),
)


def page(name, *args):
    """The address of a page of the plastics cluster."""
    return reverse(f"members:{name}", args=["plastics", *args])


def kept_by(cast, person, filled):
    """All pages about what an organisation keeps, by a name for test reports."""
    key = cast.organisation(person).key
    rows = vars(filled)[person.email.split("@")[0]]
    pages = {
        "company": page("company", key),
        "profile": page("profile", key),
        "publish_size": page("publish_size", key),
        "withdraw_size": page("withdraw_size", key),
    }
    for kind, name in ROWS.items():
        pages[kind] = page("rows", key, kind)
        pages[f"{kind} add"] = page("add_row", key, kind)
        pages[f"{kind} change"] = page("edit_row", key, kind, rows[name].key)
        pages[f"{kind} remove"] = page("remove_row", key, kind, rows[name].key)
    pages["resources limits"] = f"{pages['resources add']}?process=injection_moulding"
    pages["resources process"] = f"{pages['resources change']}?process="
    return pages
