"""Pictures of a plan and of its chains as SVG, and the whole as one HTML page.

A picture shows what its caller allows: ``only`` picks the assignments that a
reader may see, and nothing else is drawn, counted or named.
"""

from grandis.planning.drawing.chainmap import chain_map
from grandis.planning.drawing.gantt import gantt
from grandis.planning.drawing.language import ENGLISH, Language
from grandis.planning.drawing.networkmap import network_map
from grandis.planning.drawing.report import report

__all__ = ["ENGLISH", "Language", "chain_map", "gantt", "network_map", "report"]
