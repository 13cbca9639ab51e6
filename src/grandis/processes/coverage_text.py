"""The coverage matrix, gaps and teams for people, in English."""

from collections.abc import Iterator

from grandis.processes.names import PROCESSES, STAGES
from grandis.processes.part import CERTIFICATES
from grandis.processes.spotting import Coverage, Gap, Team
from grandis.processes.tables import table


def coverage_text(coverage: Coverage) -> str:
    """Members behind each process, in all and under each certificate.

    The depth is that of the material covered best; below stand the materials
    that nobody runs and those that one member alone runs.
    """
    lines = [_row("", "members", *CERTIFICATES)]
    for process in STAGES:
        depths = (coverage.depth(process, "", c) for c in ("", *CERTIFICATES))
        lines.append(_row(PROCESSES[process], *map(_shown, depths)))
    return "\n".join((*lines, "", *_alone(coverage), *_nobody(coverage))) + "\n"


def gaps_text(gaps: tuple[Gap, ...]) -> str:
    """Gaps, the dearest first, with what the nearest machine lacks."""
    return "".join(f"{line}\n" for gap in gaps for line in _gap(gap))


def teams_text(teams: tuple[Team, ...]) -> str:
    """Teams, the smallest first, with who does what."""
    return "".join(
        f"{' + '.join(team.members)}: "
        + "; ".join(f"{name} {' or '.join(who)}" for name, who in team.does.items())
        + "\n"
        for team in teams
    )


def _alone(coverage: Coverage) -> Iterator[str]:
    """Who stands alone, and in which materials if not in all."""
    for process in STAGES:
        covered = sum(coverage.depth(process, m) > 0 for m in table("materials"))
        for member, materials in coverage.alone(process).items():
            whole = materials == ("",) or len(materials) == covered
            which = "" if whole else f" in {', '.join(materials)}"
            yield f"{PROCESSES[process]}: {member} alone{which}"


def _nobody(coverage: Coverage) -> Iterator[str]:
    """Materials that no machine of the cluster runs."""
    run = {cell.material for cell in coverage.cells if cell.depth}
    lacking = [material for material in table("materials") if material not in run]
    if lacking:
        yield f"nobody runs {', '.join(lacking)}"


def _gap(gap: Gap) -> Iterator[str]:
    what = ", ".join(gap.lacking) or "no machine at all"
    named = (PROCESSES[gap.process], gap.material)
    yield (
        f"{gap.lost:,.0f} EUR lost ({gap.lost_alone:,.0f} by this alone):"
        f" {' in '.join(filter(None, named))}: {what}"
    )
    for reason in gap.reasons:
        yield f"    {gap.nearest}: {reason.sentence}"


def _shown(depth: int) -> str:
    return str(depth) if depth else "-"


def _row(name: str, *cells: str) -> str:
    widths = (7, *(max(5, len(c)) for c in CERTIFICATES))
    shown = (cell.rjust(width) for cell, width in zip(cells, widths, strict=True))
    return f"{name:26}" + "  ".join(shown)
