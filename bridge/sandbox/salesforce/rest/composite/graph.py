"""Graphs of calls: each graph is done as a whole or not at all."""

from collections.abc import Sequence

from bridge.sandbox.salesforce.errors import ApiError, bad
from bridge.sandbox.salesforce.rest.call import Answer, Call, World
from bridge.sandbox.salesforce.rest.composite.chain import Chain, Dispatch, failed

GRAPHS_MAX = 75
NODES_MAX = 500


def run(world: World, call: Call, dispatch: Dispatch) -> Answer:
    """Run the graphs in order; one that fails does not touch the others."""
    graphs = call.fields().get("graphs")
    if not isinstance(graphs, list) or not 0 < len(graphs) <= GRAPHS_MAX:
        raise bad("INVALID_INPUT", f"graphs must be a list of 1 to {GRAPHS_MAX} graphs")
    parts = [_part(graph) for graph in graphs]
    if sum(len(nodes) for _, nodes in parts) > NODES_MAX:
        raise bad("INVALID_INPUT", f"a request holds at most {NODES_MAX} nodes")
    answers = []
    for name, nodes in parts:
        responses = Chain(world, call, dispatch).run(nodes, together=True)
        successful = not any(map(failed, responses))
        answers.append(
            {
                "graphId": name,
                "graphResponse": {"compositeResponse": responses},
                "isSuccessful": successful,
            }
        )
    return Answer(200, {"graphs": answers})


def _part(graph: object) -> tuple[str, Sequence[object]]:
    match graph:
        case {"graphId": str(name), "compositeRequest": [_, *_] as nodes}:
            wrong = [node for node in nodes if not _is_record_call(node)]
            if wrong:
                raise _refused("a node of a graph is a call to /sobjects/ with a referenceId")
            return name, nodes
    raise _refused("a graph needs graphId and compositeRequest")


def _is_record_call(node: object) -> bool:
    match node:
        case {"method": str(), "url": str(url), "referenceId": str()}:
            return url.split("/")[4:5] == ["sobjects"]
    return False


def _refused(message: str) -> ApiError:
    return bad("INVALID_INPUT", message)
