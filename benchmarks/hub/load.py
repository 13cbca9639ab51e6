"""How fast the hub's pages are, beside pretix on the same machine, and what it bears.

python -m benchmarks.hub.load FOLDER --requests 10000 -o results.json
"""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from benchmarks.hub import mixed, peer, pretix_shop
from benchmarks.hub.browser import Browser
from benchmarks.hub.cluster import COORDINATOR, member_key, opportunity_key, owner_email
from benchmarks.hub.measuring import Page, measure
from benchmarks.hub.servers import GRANDIS, hub, of_hub, pretix

ROOT = Path(__file__).parents[2]
PASSWORD = "only-for-the-benchmark-7391"
CONNECTIONS = (1, 4)
#: What makes the large cluster what it is.
SIZES = ("members", "resources", "opportunities", "seed")
BUILDERS = ("cluster", "belongings", "enquiries")
#: Who works in the mixed run; allauth lets one address sign in 30 times a minute.
COORDINATORS, ACTORS = 2, 16
HUB, PRETIX = "grandis", "pretix"
#: A company among the first members keeps its own pages and looks at another's.
OURS = (
    ("home", "/c/large/"),
    ("directory", "/c/large/members/"),
    ("map", "/c/large/members/map/"),
    ("coverage", "/c/large/coverage/"),
    ("find, a word", "/c/large/find/?text=mould"),
    ("find, limits", "/c/large/find/?process=injection_moulding&clamp=1500"),
    ("journal", "/c/large/journal/"),
    ("member", "/c/large/members/{other}/"),
    ("member's machines", "/c/large/members/{other}/machines/"),
    ("company", "/c/large/company/{own}/"),
    ("resources", "/c/large/company/{own}/resources/"),
)
FOR_COORDINATOR = (
    ("organisations", "/c/large/organisations/"),
    ("journal", "/c/large/journal/"),
    ("home", "/c/large/"),
    ("opportunities", "/c/large/opportunities/"),
    ("opportunities, quoted", "/c/large/opportunities/?state=quoted&sort=title"),
    ("board", "/c/large/opportunities/board/"),
    ("an opportunity", "/c/large/opportunities/{asked}/"),
    ("plans", "/c/large/plans/"),
)
THEIRS = (
    ("events", "/control/events/"),
    ("items", "/control/event/organiser/event-0/items/"),
    ("quotas", "/control/event/organiser/event-0/quotas/"),
    ("orders", "/control/event/organiser/event-0/orders/"),
)
#: What a log must not say.
BAD = ("database is locked", "Traceback", " ERROR ", " CRITICAL ")


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def large_cluster(folder: Path, given: argparse.Namespace) -> Path:
    """A fresh copy of the large cluster, which is built when it is not there.

    It is another one when the tables or what builds it have changed.
    """
    wanted = [f"--{name}={getattr(given, name)}" for name in SIZES]
    known = sha256(" ".join(wanted).encode())
    sources = [*ROOT.glob("src/grandis/hub/*/migrations/*.py")]
    sources += [Path(__file__).with_name(f"{n}.py") for n in BUILDERS]
    for source in sorted(sources):
        known.update(source.read_bytes())
    built = folder / f"cluster-{known.hexdigest()[:12]}"
    if not built.exists():
        say(f"building a cluster: {' '.join(wanted)}")
        draft = folder / "draft"
        shutil.rmtree(draft, ignore_errors=True)
        command = [sys.executable, "-m", "benchmarks.hub.cluster", *wanted]
        told = of_hub(draft) | {"GRANDIS_BENCHMARK_PASSWORD": PASSWORD}
        subprocess.run(command, env=told, cwd=ROOT, check=True)
        draft.rename(built)
    used = folder / "hub"
    shutil.rmtree(used, ignore_errors=True)
    return Path(shutil.copytree(built, used))


def signed_in(address: str, email: str) -> Browser:
    """A browser in which somebody has signed in to the hub."""
    browser = Browser(address)
    browser.sign_in("/account/login/", login=email, password=PASSWORD)
    return browser


def signed_in_to_pretix(address: str) -> Browser:
    """A browser in which the organiser has signed in to pretix."""
    browser = Browser(address)
    browser.sign_in("/control/login", email=pretix_shop.EMAIL, password=PASSWORD)
    return browser


def our_pages(address: str) -> list[Page]:
    """The hub's lists and details, as the first member and the coordinator see them."""
    many = range(max(CONNECTIONS))
    owners = [signed_in(address, owner_email(0)) for _ in many]
    coordinators = [signed_in(address, COORDINATOR) for _ in many]
    pages = [
        Page(HUB, name, path.format(own=member_key(0), other=member_key(1)), owners)
        for name, path in OURS
    ]
    asked = opportunity_key(1)
    return pages + [
        Page(HUB, f"{name}, coordinator", path.format(asked=asked), coordinators)
        for name, path in FOR_COORDINATOR
    ]


def their_pages(address: str) -> list[Page]:
    """The lists of pretix that an organiser works with."""
    browsers = [signed_in_to_pretix(address) for _ in range(max(CONNECTIONS))]
    return [Page(PRETIX, name, path, browsers) for name, path in THEIRS]


def alternating(ours: list[Page], theirs: list[Page]) -> list[Page]:
    """Pages of one application between those of the other."""
    mixed_up: list[Page] = []
    for number, page in enumerate(ours):
        mixed_up.append(page)
        if number * len(theirs) // len(ours) != (number + 1) * len(theirs) // len(ours):
            mixed_up.append(theirs[number * len(theirs) // len(ours)])
    return mixed_up


def actors(address: str, members: int, seed: int) -> list[mixed.Actor]:
    """The people of the mixed run: coordinators first, then owners of members."""
    others = [member_key(number) for number in range(members)]
    made = []
    for number in range(ACTORS):
        of_member = number - COORDINATORS
        email = COORDINATOR if of_member < 0 else owner_email(of_member)
        made.append(
            mixed.Actor(
                browser=signed_in(address, email),
                own=member_key(max(of_member, 0)),
                others=others,
                dice=Random(f"{seed} {number}"),
            )
        )
    return made


def bear(address: str, given: argparse.Namespace, data: Path) -> dict[str, Any]:
    """The mixed run, and what of it is in the database."""
    people = actors(address, given.members, given.seed)
    mixed.deal(people, COORDINATORS, given.requests, Random(given.seed))
    result = mixed.run(people, say)
    result["faults"] += mixed.missing(people, data / "hub.sqlite3")
    return result


def verified(data: Path) -> tuple[bool, str]:
    """What `grandis hub verify` says of the hub's data."""
    command = [sys.executable, *GRANDIS, "hub", "verify"]
    done = subprocess.run(command, env=of_hub(data), capture_output=True, text=True)
    return done.returncode == 0, (done.stdout + done.stderr).strip()


def ratios(pages: list[Page]) -> dict[str, float]:
    """The hub's medians at one connection over those of pretix.

    Of lists and of what stands in them: a home page is neither.
    """
    compared = [page for page in pages if not page.name.startswith("home")]
    p50 = {
        application: [p.at(1)["p50"] for p in compared if p.application == application]
        for application in (HUB, PRETIX)
    }
    if not p50[PRETIX]:
        return {}
    return {
        "slowest_of_ours_to_fastest_of_theirs": max(p50[HUB]) / min(p50[PRETIX]),
        "slowest_to_slowest": max(p50[HUB]) / max(p50[PRETIX]),
        "median_to_median": median(p50[HUB]) / median(p50[PRETIX]),
    }


def table(pages: list[Page]) -> Iterator[str]:
    """The lines of the table of pages."""
    yield f"{'':9}{'page':28}{'kB':>6}" + "".join(
        f"{f'p50 at {n}':>10}{f'p95 at {n}':>10}" for n in CONNECTIONS
    )
    for page in sorted(pages, key=lambda page: page.application):
        times = (page.at(n) for n in CONNECTIONS)
        yield f"{page.application:9}{page.name:28}{page.size / 1000:6.1f}" + "".join(
            f"{each['p50']:10.1f}{each['p95']:10.1f}" for each in times
        )


@contextmanager
def applications(
    given: argparse.Namespace, data: Path
) -> Iterator[tuple[str, str | None, str]]:
    """The addresses of both while they run, and the version of pretix."""
    with ExitStack() as running:
        theirs, version = None, ""
        if not given.without_pretix:
            say("pretix: installing and filling, unless it is there")
            version = peer.install(given.folder / PRETIX, PASSWORD)
            log = given.folder / "pretix.log"
            theirs = running.enter_context(pretix(given.folder / PRETIX, log))
        ours = running.enter_context(hub(data, given.folder / "hub.log"))
        yield ours, theirs, version


def options() -> argparse.Namespace:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path, metavar="FOLDER", help="for all its data")
    asked.add_argument("--members", type=int, default=200)
    asked.add_argument("--resources", type=int, default=5_000)
    asked.add_argument("--opportunities", type=int, default=5_000)
    asked.add_argument("--requests", type=int, default=10_000, help="of the mixed run")
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--each", type=int, default=20, help="requests a page and round")
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--without-pretix", action="store_true")
    asked.add_argument("-o", "--output", type=Path, metavar="FILE")
    given = asked.parse_args()
    given.folder = given.folder.absolute()
    return given


def main() -> None:
    given = options()
    given.folder.mkdir(parents=True, exist_ok=True)
    data = large_cluster(given.folder, given)
    before = os.getloadavg()
    with applications(given, data) as (ours, theirs, version):
        pages = alternating(our_pages(ours), their_pages(theirs) if theirs else [])
        measure(pages, CONNECTIONS, given.rounds, given.each, say)
        load = bear(ours, given, data)
    log = (given.folder / "hub.log").read_text(errors="replace")
    true, said = verified(data)
    results = {
        "machine": f"{os.cpu_count()} cores, Python {platform.python_version()}",
        "load_before": before[0],
        "pretix_version": version,
        "pages": [page.told() for page in pages],
        "ratios": ratios(pages),
        "mixed": load | {"log": {bad: log.count(bad) for bad in BAD}},
        "journal_is_true": true,
    }
    if given.output:
        given.output.write_text(json.dumps(results, indent=2, ensure_ascii=False))
    report(pages, results, said)
    if load["faults"] or not true or any(bad in log for bad in BAD):
        raise SystemExit(1)


def report(pages: list[Page], results: dict[str, Any], verified: str) -> None:
    """Print what was measured."""
    load = results["mixed"]
    print(f"{results['machine']}; load before: {results['load_before']:.1f}; ms")
    print("\n".join(table(pages)))
    for name, ratio in results["ratios"].items():
        print(f"{name.replace('_', ' ')}: {ratio:.2f}")
    print(
        f"{load['requests']} requests at {load['connections']} connections:"
        f" {load['requests_a_second']} a second, p50 {load['ms']['p50']} ms,"
        f" p95 {load['ms']['p95']} ms"
    )
    print(f"answers: {load['statuses']}")
    print(f"faults: {len(load['faults'])}", *load["faults"][:20], sep="\n  ")
    print(f"in the log: {load['log']}")
    print(verified)


if __name__ == "__main__":
    main()
