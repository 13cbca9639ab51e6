"""Who makes what, when, for how much.

>>> from grandis.planning import read_problem, solve
>>> plan = solve(read_problem("problem.json"), seconds=10)  # doctest: +SKIP

Names are loaded when they are first asked for, so that importing this package
costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grandis.planning.audience import Audience as Audience
    from grandis.planning.checking import Violation as Violation
    from grandis.planning.checking import check as check
    from grandis.planning.drawing import chain_map as chain_map
    from grandis.planning.drawing import gantt as gantt
    from grandis.planning.drawing import network_map as network_map
    from grandis.planning.drawing import report as report
    from grandis.planning.files import read_plan as read_plan
    from grandis.planning.files import read_problem as read_problem
    from grandis.planning.files import write_plan as write_plan
    from grandis.planning.files import write_problem as write_problem
    from grandis.planning.fronts import front as front
    from grandis.planning.instances import read_any as read_any
    from grandis.planning.instances import read_fjsp as read_fjsp
    from grandis.planning.instances import read_ipps as read_ipps
    from grandis.planning.plan import Assignment as Assignment
    from grandis.planning.plan import Plan as Plan
    from grandis.planning.plan import Taken as Taken
    from grandis.planning.problem import Begun as Begun
    from grandis.planning.problem import Calendar as Calendar
    from grandis.planning.problem import CallOff as CallOff
    from grandis.planning.problem import Change as Change
    from grandis.planning.problem import Changeover as Changeover
    from grandis.planning.problem import Choice as Choice
    from grandis.planning.problem import Grid as Grid
    from grandis.planning.problem import Link as Link
    from grandis.planning.problem import Load as Load
    from grandis.planning.problem import Member as Member
    from grandis.planning.problem import Opportunity as Opportunity
    from grandis.planning.problem import Option as Option
    from grandis.planning.problem import Policy as Policy
    from grandis.planning.problem import Problem as Problem
    from grandis.planning.problem import Resource as Resource
    from grandis.planning.problem import Setup as Setup
    from grandis.planning.problem import Site as Site
    from grandis.planning.problem import Step as Step
    from grandis.planning.problem import Tool as Tool
    from grandis.planning.reason import Reason as Reason
    from grandis.planning.reasons import explain as explain
    from grandis.planning.replanning import replan as replan
    from grandis.planning.risks import risk as risk
    from grandis.planning.solving import Progress as Progress
    from grandis.planning.solving import solve as solve
    from grandis.planning.worths import worth as worth

#: Where each public name is defined.
_HOME = {
    "report": "drawing",
    "network_map": "drawing",
    "chain_map": "drawing",
    "gantt": "drawing",
    "worth": "worths",
    "front": "fronts",
    "risk": "risks",
    "replan": "replanning",
    "Reason": "reason",
    "Audience": "audience",
    "explain": "reasons",
    "Violation": "checking",
    "check": "checking",
    "read_plan": "files",
    "read_problem": "files",
    "write_plan": "files",
    "write_problem": "files",
    "read_any": "instances",
    "read_fjsp": "instances",
    "read_ipps": "instances",
    "Assignment": "plan",
    "Plan": "plan",
    "Taken": "plan",
    "Begun": "problem",
    "Calendar": "problem",
    "CallOff": "problem",
    "Change": "problem",
    "Changeover": "problem",
    "Choice": "problem",
    "Grid": "problem",
    "Link": "problem",
    "Load": "problem",
    "Member": "problem",
    "Opportunity": "problem",
    "Option": "problem",
    "Policy": "problem",
    "Problem": "problem",
    "Resource": "problem",
    "Setup": "problem",
    "Site": "problem",
    "Step": "problem",
    "Tool": "problem",
    "Progress": "solving",
    "solve": "solving",
}

__all__ = list(_HOME)


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(_HOME)
