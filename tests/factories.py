"""Every factory under one roof: `from tests.factories import NonconformityFactory`."""

from tests.factories_actions import *  # noqa: F403
from tests.factories_base import LONG_AGO, TrackedFactory, factories, save
from tests.factories_clause_work import *  # noqa: F403
from tests.factories_comments import *  # noqa: F403
from tests.factories_days import *  # noqa: F403
from tests.factories_declarations import *  # noqa: F403
from tests.factories_documents import *  # noqa: F403
from tests.factories_duties import *  # noqa: F403
from tests.factories_effects import *  # noqa: F403
from tests.factories_evidence import *  # noqa: F403
from tests.factories_frozen import *  # noqa: F403
from tests.factories_inspections import *  # noqa: F403
from tests.factories_meetings import *  # noqa: F403
from tests.factories_performance import *  # noqa: F403
from tests.factories_qms import *  # noqa: F403
from tests.factories_qms import PASSWORD
from tests.factories_repeats import *  # noqa: F403
from tests.factories_reporting import *  # noqa: F403
from tests.factories_risks import *  # noqa: F403
from tests.factories_successions import *  # noqa: F403
from tests.factories_templates import *  # noqa: F403
from tests.factories_transition import *  # noqa: F403
from tests.factories_transition_board import *  # noqa: F403
from tests.factories_transition_programme import *  # noqa: F403

__all__ = [
    "LONG_AGO",
    "PASSWORD",
    "TrackedFactory",
    "factories",
    "save",
    *(made.__name__ for made in factories().values()),
]
