"""What keeps versions of the rulebook ready between the requests of a console."""

from starlette.requests import Request

from bridge.flow.explaining.retracing import Retracing


def retracing_of(request: Request) -> Retracing:
    """Return what translates deals once more; one for the whole application."""
    found: Retracing = request.app.state.retracing
    return found
