"""The processes and stages by their ids, and what English calls them."""

from collections.abc import Mapping

#: Processes that make parts, with what they are called.
PRODUCTION: Mapping[str, str] = {
    "injection_moulding": "injection moulding",
    "extrusion": "extrusion",
    "extrusion_blow_moulding": "extrusion blow moulding",
    "stretch_blow_moulding": "stretch blow moulding",
    "thermoforming": "thermoforming",
    "fdm": "filament printing (FDM)",
    "sla": "resin printing (SLA)",
    "sls_mjf": "powder printing (SLS, MJF)",
    "vacuum_casting": "vacuum casting",
    "cnc_machining": "CNC machining",
}
#: Processes without a mould of steel or aluminium.
PROTOTYPING = ("fdm", "sla", "sls_mjf", "vacuum_casting", "cnc_machining")
#: Work around production.
OTHER: Mapping[str, str] = {
    "part_design": "design",
    "mould_making": "mould making",
    "spark_eroding": "spark eroding",
    "trimming": "trimming",
    "assembly": "assembly",
    "welding": "welding",
    "printing": "printing and decorating",
    "painting": "painting",
    "drilling": "cutting and drilling",
    "inspection": "measuring and testing",
    "packing": "packing",
    "training": "training",
}
PROCESSES: Mapping[str, str] = {**PRODUCTION, **OTHER}

#: The eight stages of the value chain; the stage of each process.
STAGES: Mapping[str, str] = {
    "part_design": "design",
    **dict.fromkeys(("fdm", "sla", "sls_mjf", "vacuum_casting"), "prototyping"),
    "inspection": "prototyping",
    **dict.fromkeys(("mould_making", "spark_eroding", "cnc_machining"), "tooling"),
    "injection_moulding": "injection_moulding",
    "extrusion": "extrusion",
    "extrusion_blow_moulding": "blow_moulding",
    "stretch_blow_moulding": "blow_moulding",
    "thermoforming": "thermoforming",
    "trimming": "thermoforming",
    **dict.fromkeys(
        ("assembly", "welding", "printing", "painting", "drilling", "packing"),
        "subcontracting",
    ),
    "training": "subcontracting",
}
