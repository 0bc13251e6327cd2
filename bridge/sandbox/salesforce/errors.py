"""Errors in the shape Salesforce gives them: a status and a list of code, message and fields."""

from collections.abc import Sequence

SEE_WSDL = "Please reference your WSDL or the describe call for the appropriate names."


class ApiError(Exception):
    """A request or one record of it is turned down; its text is what the caller is told."""

    def __init__(self, status: int, code: str, message: str, *, fields: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.fields = tuple(fields)

    def body(self) -> list[dict[str, object]]:
        """Return the error as the body of an answer."""
        answer: dict[str, object] = {"message": self.message, "errorCode": self.code}
        if self.fields:
            answer["fields"] = list(self.fields)
        return [answer]

    def row(self) -> dict[str, object]:
        """Return the error as a list of records reports it for one of them."""
        return {"statusCode": self.code, "message": self.message, "fields": list(self.fields)}


def bad(code: str, message: str, *fields: str) -> ApiError:
    """Return an error with status 400, which most refusals have."""
    return ApiError(400, code, message, fields=fields)


def not_found(message: str = "The requested resource does not exist") -> ApiError:
    """Return the error for a record or resource that is not there."""
    return ApiError(404, "NOT_FOUND", message)


def no_object(name: str) -> str:
    """Say that an object is not there, in the words that people quote from the real system."""
    return (
        f"sObject type '{name}' is not supported. If you are attempting to use a custom object, be"
        f" sure to append the '__c' after the entity name. {SEE_WSDL}"
    )


def too_many_at_once() -> ApiError:
    """Return the error for a call beyond the limit of concurrent ones."""
    message = "ConcurrentRequests (Concurrent API Requests) Limit exceeded."
    return ApiError(403, "REQUEST_LIMIT_EXCEEDED", message)


#: What the edge of the real system answers by status, when nothing else is asked for.
BY_STATUS = {
    400: ("MALFORMED_QUERY", "unexpected request"),
    401: ("INVALID_SESSION_ID", "Session expired or invalid"),
    403: ("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded."),
    404: ("NOT_FOUND", "The requested resource does not exist"),
    405: ("METHOD_NOT_ALLOWED", "HTTP Method not allowed."),
    429: ("REQUEST_LIMIT_EXCEEDED", "Too many requests"),
    500: ("UNKNOWN_EXCEPTION", "An unexpected error occurred. Please include this ErrorId: 1-1"),
    503: ("SERVER_UNAVAILABLE", "Server is currently unavailable"),
}


def by_status(status: int) -> ApiError:
    """Return the error that fits a status alone."""
    code, message = BY_STATUS.get(status, ("UNKNOWN_EXCEPTION", "An unexpected error occurred."))
    return ApiError(status, code, message)
