"""The checks that every planning problem passes when it is made.

The rules are in `grandis.planning.validation`, one function a rule, and are
asked in the order of the lists below: a rule may rely on those before it.
"""

from collections.abc import Callable

from grandis.planning.problem import Opportunity, Part, Problem
from grandis.planning.validation import facts, network, routes, tools
from grandis.planning.validation.values import values_fit_their_fields

NETWORK: tuple[Callable[[Problem], None], ...] = (
    values_fit_their_fields,
    network.ids_are_unique,
    network.ticks_divide_a_day,
    network.grid_starts_at_a_time,
    network.horizon_has_a_date,
    network.now_is_before_the_horizon,
    network.sites_belong_to_members,
    network.links_join_two_sites,
    network.links_are_unique,
    network.calendars_are_sorted,
    network.changeovers_name_a_pair_once,
    network.resources_name_what_exists,
    network.only_machines_change_over,
    network.loads_fit_their_resources,
    network.resources_work_at_some_time,
)

OPPORTUNITY: tuple[Callable[[Problem, Opportunity], None], ...] = (
    routes.it_has_steps,
    routes.its_ids_are_unique,
    routes.its_choices_have_branches,
    routes.its_choices_stand_within_branches,
    routes.its_steps_stand_on_branches,
    routes.its_steps_have_options,
    routes.its_options_differ,
    routes.its_work_takes_time,
    routes.its_steps_come_after_others,
    routes.its_steps_do_not_wait_in_a_circle,
    routes.its_release_is_before_the_horizon,
    routes.its_call_offs_can_be_met,
    routes.its_policy_names_members,
)

TOOLS_AND_FACTS: tuple[Callable[[Problem], None], ...] = (
    tools.tools_stand_at_sites,
    tools.steps_name_tools_that_exist,
    tools.tools_are_there_or_made,
    tools.new_tools_serve_one_opportunity,
    tools.tools_are_made_once,
    tools.tools_are_not_made_with_themselves,
    facts.begun_steps_exist,
    facts.begun_steps_are_listed_once,
    facts.begun_steps_end_after_they_start,
    facts.begun_steps_share_a_route,
)


def validate(problem: Problem) -> None:
    """Refuse a problem whose parts contradict each other.

    Raises
    ------
    ProblemError
        With one sentence: where, what, and what to do.
    """
    for rule in NETWORK:
        rule(problem)
    for opportunity in problem.opportunities:
        for check in OPPORTUNITY:
            check(problem, opportunity)
    for rule in TOOLS_AND_FACTS:
        rule(problem)


def validate_added(problem: Problem, opportunity: Opportunity) -> None:
    """Refuse an opportunity that contradicts itself or the network of a problem.

    Raises
    ------
    ProblemError
        With one sentence: where, what, and what to do.
    """
    names = {s.tool for s in opportunity.steps} | {s.makes for s in opportunity.steps}
    alone = Part(
        horizon=problem.horizon,
        members=problem.members,
        sites=problem.sites,
        resources=(),
        opportunities=(opportunity,),
        tools=tuple(tool for tool in problem.tools if tool.id in names),
    )
    values_fit_their_fields(alone)
    for check in OPPORTUNITY:
        check(problem, opportunity)
    for rule in TOOLS_AND_FACTS:
        rule(alone)
