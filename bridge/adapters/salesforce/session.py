"""
The session under simple-salesforce: it makes good what that library leaves open.

Measured in simple-salesforce 1.12.10: no time limit on any call; every address forced to https;
after a 401 the caller's headers are dropped, SFType repeats without end, and a 401 whose body is
no list ends in KeyError; SFType reads amounts as floats; errors carry the remote body. So every
call passes here, and gets the token, limits of time, exact numbers, the quota and our errors.
"""

from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from typing import Any
from urllib.parse import urlsplit

import requests
from urllib3.exceptions import HTTPError

from bridge.adapters.contact import Contact
from bridge.adapters.salesforce import login
from bridge.adapters.salesforce.faults import (
    SYSTEM,
    Silence,
    complaint,
    exact_json,
    fault,
    fault_for_exception,
)
from bridge.adapters.salesforce.quota import HEADER, QuotaGuard
from bridge.errors import Misconfigured, OutcomeUnknown, Refused, Unavailable
from bridge.model.calendar import Clock
from bridge.settings import SalesforceSettings

#: They log people in, but client credentials do not work there, and they serve no org's records.
_LOGIN_HOSTS = frozenset({"login.salesforce.com", "test.salesforce.com"})


class ExactResponse(requests.Response):
    """A good answer whose numbers are exact, whatever its reader asks for."""

    operation: str
    silence: Silence

    def json(self, **_: Any) -> Any:
        """
        Return the body with every fraction as Decimal.

        simple-salesforce asks for Decimals in its own calls, but not in those of an SFType; here
        both get them. A body that is no JSON is no answer.
        """
        try:
            return exact_json(self.content)
        except ValueError as error:
            raise self.silence(
                SYSTEM, self.operation, "NOT_JSON", "the answer could not be read"
            ) from error


@dataclass(frozen=True, slots=True)
class Counted:
    """How the calls to one org fare, and its quota: of all sessions that share it."""

    contact: Contact
    usage: QuotaGuard


class Session(requests.Session):
    """
    Sends requests to one org, for any number of threads.

    The token is logged in for at the first call and renewed when it ends; the ended call is
    repeated once, with its own headers and body. Raises BridgeError, never an error of requests.
    """

    def __init__(
        self, settings: SalesforceSettings, clock: Clock, counted: Counted | None = None
    ) -> None:
        """With what is `counted` by another session, what is told of calls is told of both."""
        super().__init__()
        parts = urlsplit(settings.url)
        if parts.hostname in _LOGIN_HOSTS:
            raise Misconfigured(
                f"{parts.hostname} is not the address of an org",
                where="salesforce.url",
                act="set the org's My Domain address, https://NAME.my.salesforce.com",
            )
        # Neither REQUESTS_CA_BUNDLE, which goes over `verify`, nor .netrc nor proxy variables
        # decide where our secrets go.
        self.trust_env = False
        # Cookies would be the only state that threads share; the API needs none.
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        self.host = parts.netloc
        self.counted = counted or Counted(Contact(clock), QuotaGuard(settings.quota_reserve, clock))
        self.contact, self.usage = self.counted.contact, self.counted.usage
        self._scheme = parts.scheme
        self._settings = settings
        self._clock = clock
        self._token = login.SharedToken(self._log_in)

    def send(self, request: requests.PreparedRequest, **limits: Any) -> requests.Response:
        """
        Send a request of the API with a token that is good; `limits` of requests are set aside.

        Raises Throttled before sending where only the quota's reserve is left.
        """
        del limits  # the time limits are ours, and a redirect would carry the token elsewhere
        with self.contact.watching():
            return self._sent(request)

    def _sent(self, request: requests.PreparedRequest) -> requests.Response:
        self._aim(request)
        operation = f"{request.method} {urlsplit(request.url or '').path!s}"
        silence: Silence = Unavailable if request.method == "GET" else OutcomeUnknown
        self.usage.check(operation)
        token = self._token.other_than(None)
        response = self._authorised(request, token, silence)
        if response.status_code == requests.codes.unauthorized:
            # Whatever the body looks like: some edges answer 401 in HTML, logins as an object.
            token = self._token.other_than(token)
            response = self._authorised(request, token, silence)
        return _judged(response, operation, silence)

    def _aim(self, request: requests.PreparedRequest) -> None:
        """Keep the request on the org's own host, and on http where the settings allow it."""
        parts = urlsplit(request.url or "")
        if parts.netloc.lower() != self.host.lower():
            raise Refused(
                SYSTEM, str(request.method), "FOREIGN_ADDRESS", "only the org itself gets a token"
            )
        request.url = parts._replace(scheme=self._scheme).geturl()

    def _authorised(
        self, request: requests.PreparedRequest, token: str, silence: Silence
    ) -> requests.Response:
        sent = request.copy()  # the repeat after a 401 keeps the caller's headers
        sent.headers.pop("X-PrettyPrint", None)  # simple-salesforce asks for spaces, for nobody
        sent.headers["Authorization"] = f"Bearer {token}"
        response = self._exchange(sent, silence)
        self.usage.read(response.headers.get(HEADER, ""))
        return response

    def _log_in(self) -> str:
        form = login.grant(self._settings, self._clock())
        address = f"{self._scheme}://{self.host}{login.PATH}"
        request = self.prepare_request(requests.Request("POST", address, data=form))
        # To log in twice harms nobody, so silence is no riddle here.
        return login.token_of(self._exchange(request, Unavailable))

    def _exchange(self, request: requests.PreparedRequest, silence: Silence) -> requests.Response:
        """Send one request, with limits of time; whatever answer comes is returned."""
        http = self._settings.http
        self.contact.count()
        try:
            return super().send(
                request,
                timeout=(http.connect_timeout_s, http.read_timeout_s),
                allow_redirects=False,
                verify=self.verify,
                stream=False,
            )
        except (OSError, HTTPError) as error:
            # Errors of requests are OSErrors; it lets some of urllib3 and of sockets pass as well.
            operation = f"{request.method} {urlsplit(request.url or '').path!s}"
            raise fault_for_exception(error, operation, silence) from error


def _judged(response: requests.Response, operation: str, silence: Silence) -> ExactResponse:
    if response.status_code >= requests.codes.multiple_choices:
        raise fault(complaint(response), operation, silence)
    exact = ExactResponse()
    vars(exact).update(vars(response))
    exact.operation, exact.silence = operation, silence
    return exact
