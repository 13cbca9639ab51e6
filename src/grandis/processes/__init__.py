"""From a customer's part to routes, machines, times and costs, with reasons."""

from grandis.processes.choice import Verdict, choose, judge
from grandis.processes.errors import NetworkError, PartError, ValidityError
from grandis.processes.estimates import Basis, Estimate, estimate
from grandis.processes.figures import Figure, leaves, walk
from grandis.processes.fit import Fit, fit
from grandis.processes.machines import (
    Factor,
    Limits,
    Machine,
    MemberFacts,
    Network,
    load_network,
    network_json,
    read_network,
)
from grandis.processes.needs import Need, need
from grandis.processes.part import Missing, Part, missing
from grandis.processes.quoting import Quotation, quote
from grandis.processes.reading import (
    load_part,
    part_json,
    read_part,
    read_row,
    read_sheet,
)
from grandis.processes.reasons import Reason
from grandis.processes.rendering import quotation_json, trace_text
from grandis.processes.routes import opportunity_json, tools_json
from grandis.processes.telling import quotation_text

__all__ = [
    "Basis",
    "Estimate",
    "Factor",
    "Figure",
    "Fit",
    "Limits",
    "Machine",
    "MemberFacts",
    "Missing",
    "Need",
    "Network",
    "NetworkError",
    "Part",
    "PartError",
    "Quotation",
    "Reason",
    "ValidityError",
    "Verdict",
    "choose",
    "estimate",
    "fit",
    "judge",
    "leaves",
    "load_network",
    "load_part",
    "missing",
    "need",
    "network_json",
    "opportunity_json",
    "part_json",
    "quotation_json",
    "quotation_text",
    "quote",
    "read_network",
    "read_part",
    "read_row",
    "read_sheet",
    "tools_json",
    "trace_text",
    "walk",
]
