"""Any two issues compared as a person reads them: words, tables, facts and files."""

from cms.comparing.comparing import compare, summary
from cms.comparing.comparison import Comparison, State
from cms.comparing.sides import Side

__all__ = ["Comparison", "Side", "State", "compare", "summary"]
