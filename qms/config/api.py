"""The interface for phones and other programs: version 1, under /api/v1/, JSON, in the name of who is signed in."""

from ninja import NinjaAPI

from inspections.api.field import router as field
from qms.api.docs import PlainDocs
from qms.api.objectives import router as objectives
from qms.api.problems import declare_problems
from qms.api.reading import PlainParser, SignedIn

api = NinjaAPI(
    title="QMS",
    version="1",
    description="Inspections on a phone: taken along, answered without a network, sent later. Figures of objectives.",
    docs=PlainDocs(),
    parser=PlainParser(),
    auth=SignedIn(),
)
declare_problems(api)
api.add_router("/field", field, tags=["field"])
api.add_router("/objectives", objectives, tags=["objectives"])
