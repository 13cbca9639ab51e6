"""An independent verifier of plans, written from the reference alone.

It shares no code with what makes plans. The rules stand in
``docs/reference/planning-model.md``, the codes in ``docs/reference/check.md``.
"""

from grandis.planning.checking.verify import check
from grandis.planning.checking.violation import ENGLISH, Code, Violation

__all__ = ["ENGLISH", "Code", "Violation", "check"]
