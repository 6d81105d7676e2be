"""``/v1/weights``: weights from judgments, points, rank orders or scores."""

from __future__ import annotations

from fastapi import APIRouter, Response

from see_mcda.elicitation.result import Elicited
from see_mcda.io.files import dump_document
from see_mcda.parallel import Cancel
from see_mcda_api.compute.computation import as_json, document_json
from see_mcda_api.compute.requests import form_of, read_request
from see_mcda_api.compute.weights import schemas, service
from see_mcda_api.dependencies import Reader, Services
from see_mcda_api.http.bodies import Received, Sent, described
from see_mcda_api.http.formats import MEDIA
from see_mcda_api.http.responses import problems
from see_mcda_api.settings import Settings

router = APIRouter(prefix="/v1/weights", tags=["weights"])
REFUSED = problems(400, 413, 415, 422, 503)
WAYS: tuple[type[service.WeightsRequest | schemas.FromProblem], ...] = (
    schemas.AhpWeights,
    schemas.BestWorstWeights,
    schemas.SwingWeights,
    schemas.RankOrderWeights,
    schemas.ObjectiveWeights,
    schemas.CentreWeights,
    schemas.GroupWeights,
)


def _elicited(
    sent: Received, model: type[service.WeightsRequest | schemas.FromProblem], settings: Settings
) -> tuple[Elicited, str | None]:
    """Return the weights of a request, and the id of their weighting document."""
    if issubclass(model, schemas.FromProblem):
        given = read_request(sent, model)
        return service.from_problem(model, given.problem, given.arguments, settings), given.arguments.get(
            "id"
        )
    asked = sent.read(model)
    return service.elicited(asked), asked.id


def _add_routes(model: type[service.WeightsRequest | schemas.FromProblem]) -> None:
    """Add the two routes of an elicitation method: the result, and the weighting document."""
    name = model.way.replace("-", "_")
    form = form_of() if issubclass(model, schemas.FromProblem) else None

    async def weigh(_: Reader, sent: Sent, services: Services) -> Response:
        def work(_: Cancel) -> bytes:
            return as_json(_elicited(sent, model, services.settings)[0])

        return Response(await services.computing.run(work), media_type=MEDIA["json"])

    async def keep(_: Reader, sent: Sent, services: Services) -> Response:
        def work(_: Cancel) -> str:
            found, id = _elicited(sent, model, services.settings)
            return dump_document(found.document(id), "json")

        return Response(await services.computing.run(work), media_type=MEDIA["json"])

    for path, function, operation, description in (
        (f"/{model.way}", weigh, f"weigh_by_{name}", "Compute weights. Input: {about}"),
        (
            f"/{model.way}/document",
            keep,
            f"write_weighting_by_{name}",
            "Compute a weighting document, for the field `weights` of a ranking. Input: {about}",
        ),
    ):
        router.add_api_route(
            path,
            function,
            methods=["POST"],
            name=operation,
            description=description.format(about=(model.__doc__ or "")),
            response_class=Response,
            responses=REFUSED,
            openapi_extra=described(model, form=form),
        )


for _model in WAYS:
    _add_routes(_model)


@router.post("/swing/questions", responses=REFUSED, openapi_extra=described(schemas.SwingQuestions))
def ask_swing_questions(_: Reader, sent: Sent) -> list[schemas.Question]:
    """Return the questions for eliciting swing weights."""
    found = service.questions(sent.read(schemas.SwingQuestions))
    return [schemas.Question(question=words.texts()) for words in found]


@router.post(
    "/show", response_class=Response, responses=REFUSED, openapi_extra=described(schemas.ShownWeights)
)
def show_weights(_: Reader, sent: Sent) -> Response:
    """Return the local and global weights of a weighting on a framework."""
    return Response(document_json(service.shown(sent.read(schemas.ShownWeights))), media_type=MEDIA["json"])
