"""A small cluster of processes for the tests: 14 members, named by letter.

Their machines are made like those of the demo, from kinds and sizes; limits
are therefore assumptions.
"""

from grandis.processes import Network
from grandis.processes.demo import demo_network

#: Kinds and sizes of the machines at each member, as in the demo cluster.
EQUIPMENT = {
    "A": "IM 80 150 200 350; PAK; PRT",
    "B": "IM 50 100 200 320 500; DES; TLR; LAB; ASM",
    "C": "IM 300 450 800 1300; DES; TLR; ASM; WLD",
    "D": "IM 35 60 100 200; LAB; ASM; PAK",
    "E": "IM 50 120 250; DES; ASM",
    "F": "IM 50 100 200; ASM",
    "G": "EX 45 60 90",
    "H": "EX 75 90 150; SHT 120",
    "I": "EBM 1 5 10 30",
    "J": "SBM 0.5 2 5; IM 150 300",
    "K": "TF 1",
    "L": "TFH 2 4; TRIM 1",
    "M": "CNC 1; EDM 1; DES",
    "N": "FDM 1; SLA 1; SLS 1; VAC 1; DES",
}
CERTIFICATES = {
    "A": "ISO 9001, BRCGS/ISO 22000, EU 10/2011",
    "B": "IATF 16949, ISO 9001, ISO 14001",
    "C": "ISO 9001",
    "D": "ISO 13485, ISO 14644 class 8",
    "E": "ISO 9001, UL94 materials",
    "F": "ISO 9001",
    "G": "ISO 9001",
    "H": "ISO 9001, ISO 14001",
    "I": "ISO 9001, EU 10/2011",
    "J": "ISO 22000",
    "K": "BRCGS, EU 10/2011",
    "L": "ISO 9001",
    "M": "ISO 9001",
    "N": "none",
}
UNITS = {
    "IM": "t",
    "EX": "mm",
    "SHT": "mm",
    "EBM": "L",
    "SBM": "L",
    "TFH": "m²",
}


def problem() -> dict[str, object]:
    """The planning problem of the cluster, as plain values."""
    return {
        "horizon": 10_000,
        "members": [{"id": member, "name": member} for member in EQUIPMENT],
        "sites": [{"id": f"{m}1", "member": m} for m in EQUIPMENT],
        "resources": [
            resource for member in EQUIPMENT for resource in _resources(member)
        ],
        "links": [
            {"origin": f"{a}1", "destination": f"{b}1", "duration": 12, "cost": 9000}
            for a in EQUIPMENT
            for b in EQUIPMENT
            if a != b
        ],
    }


def cluster() -> Network:
    """The network of the cluster."""
    return demo_network(problem(), CERTIFICATES)


def _resources(member: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for group in EQUIPMENT[member].split(";"):
        kind, *sizes = group.split()
        for number, size in enumerate(sizes or ["1"], 1):
            id_ = f"{member}-{kind}-{number:02}" if sizes else f"{member}1-{kind}"
            name = f"{kind} {size} {UNITS.get(kind, '')} no. {number}"
            found.append({"id": id_, "site": f"{member}1", "name": name})
    return found
