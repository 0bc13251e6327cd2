"""Calls as us: signed in, replayed once after a 401, reads repeated by one policy, all counted."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, urlencode

from bridge.adapters.contact import Contact
from bridge.adapters.netsuite import faults
from bridge.adapters.netsuite.credentials import AccessTokens, Credential, SignedRequests
from bridge.adapters.netsuite.refusals import findings
from bridge.adapters.netsuite.signing import TokenPair
from bridge.adapters.netsuite.wire import Answer, Deadline, NoAnswer, Request, Wire, exact_json
from bridge.adapters.retry import retrying
from bridge.errors import Unavailable
from bridge.model.calendar import Clock, Sleep
from bridge.settings import NetSuiteSettings

_HEADERS = {"User-Agent": "revenue-bridge"}
_NOT_THERE = "NONEXISTENT_ID"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call: what it is for in our words, and what goes over the wire."""

    operation: str
    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    #: Whether it changes something there, so that silence leaves its outcome unknown.
    writes: bool = False
    #: NetSuite's own "no such record" is an answer to this call and not a fault.
    may_be_absent: bool = False
    at_restlets: bool = False  #: whether it goes to the host of the account's own scripts


class Session:
    """Everything that all calls to one account share."""

    def __init__(
        self,
        settings: NetSuiteSettings,
        clock: Clock,
        sleep: Sleep,
        contact: Contact | None = None,
    ) -> None:
        """With the `contact` of another client, what is told of calls is told of both."""
        self._settings = settings
        self._clock = clock
        self._addresses = {False: settings.address, True: settings.restlet_address}
        self.contact = contact or Contact(clock)  #: how its last calls ended
        self._wire = Wire(settings.http)
        self._credential, self._where = self._signing_in(settings, clock)
        # Silence ends a call after `read_timeout_s`; what has begun may take as long again.
        self._limit_s = settings.http.connect_timeout_s + 2 * settings.http.read_timeout_s
        self._repeat = retrying(settings.http, sleep)

    @property
    def calls(self) -> int:
        """How many HTTP requests were made so far, those to sign in included."""
        return self.contact.calls

    @property
    def longest_call_s(self) -> float:
        """
        How long one call can take, with signing in and a replay; reads may repeat it.

        After it not a byte is sent any more.
        """
        # The cut meets a connection, not the making of one: that has its own limit.
        return self._limit_s + self._settings.http.connect_timeout_s

    def write(self, call: Call) -> Answer:
        """
        Send once. After a 401 it is sent once more: NetSuite turns a request down there before it
        reads it, so nothing was done.

        Each write has a connection of its own. A kept one may be closed by the other end in the
        moment of sending, and a write that is lost so has to be looked up for nothing.

        Raises:
            Unavailable, Throttled: not done.
            Refused: read and turned down.
            OutcomeUnknown: it may have been done.
            Misconfigured: the credentials are not accepted.
        """
        wire = Wire(self._settings.http)
        alone = replace(call, writes=True, headers={**call.headers, "Connection": "close"})
        try:
            return self._send(alone, wire)
        finally:
            wire.close()

    def read(self, call: Call) -> Any:
        """
        Return the JSON object that is answered, None if the record is absent and may be.

        Numbers are exact. Repeated while NetSuite is unavailable or throttles, by count and time.

        Raises:
            Unavailable, Throttled: the last of all tries failed so.
            Refused: turned down, for want of a permission or a feature.
            Misconfigured: the credentials are not accepted.
        """
        return self._repeat(self._read_once, call)

    def date(self, call: Call) -> str:
        """Return the Date header of the answer to a read, "" if it has none; raises as `read`."""
        answer: Answer = self._repeat(self._send, call, self._wire)
        return answer.headers.get("Date", "")

    def close(self) -> None:
        """Close all connections."""
        self._wire.close()

    def _read_once(self, call: Call) -> Any:
        answer = self._send(call, self._wire)
        if answer.status == faults.NOT_FOUND:
            return None
        try:
            told = exact_json(answer.body)
        except ValueError as error:
            raise _unreadable(call.operation) from error
        if not isinstance(told, dict):
            raise _unreadable(call.operation)
        return told

    def _send(self, call: Call, wire: Wire) -> Answer:
        with self.contact.watching():
            return self._sent(call, wire)

    def _sent(self, call: Call, wire: Wire) -> Answer:
        with Deadline(self._limit_s, self._clock) as deadline:
            answer = self._authorised(call, wire, deadline)
            if answer.status == faults.UNAUTHORIZED:
                answer = self._authorised(call, wire, deadline)
        if answer.status == faults.UNAUTHORIZED:
            raise faults.shut_out(self._where)
        if call.may_be_absent and _says_absent(answer):
            return answer
        if fault := faults.fault_of(answer, call.operation, writes=call.writes):
            raise fault
        return answer

    def _authorised(self, call: Call, wire: Wire, deadline: Deadline) -> Answer:
        url = self._addresses[call.at_restlets] + quote(call.path, safe="/:!")
        if call.query:
            url += "?" + urlencode(call.query, quote_via=quote)
        header = self._credential.header(call.method, url, deadline)
        headers = {**_HEADERS, **call.headers, "Authorization": header}
        try:
            answer = self._exchange(wire, Request(call.method, url, headers, call.body), deadline)
        except NoAnswer as silence:
            raise faults.fault_of_silence(silence, call.operation, writes=call.writes) from silence
        if answer.status == faults.UNAUTHORIZED:
            self._credential.turned_down(header)
        return answer

    def _fetch_token(self, request: Request, deadline: Deadline) -> Answer:
        try:
            answer = self._exchange(self._wire, request, deadline)
        except NoAnswer as silence:
            # A token that went missing on its way harms nobody: the call proper was not sent.
            raise faults.fault_of_silence(silence, "sign in", writes=False) from silence
        if fault := faults.fault_of_sign_in(answer, self._where):
            raise fault
        return answer

    def _exchange(self, wire: Wire, request: Request, deadline: Deadline) -> Answer:
        self.contact.count()
        return wire.exchange(request, deadline)

    def _signing_in(self, settings: NetSuiteSettings, clock: Clock) -> tuple[Credential, str]:
        if settings.oauth2:
            where = "netsuite.client_id, netsuite.certificate_id, netsuite.private_key_file"
            return AccessTokens(settings, clock, self._fetch_token), where
        pair = TokenPair(
            account=settings.account,
            consumer_key=settings.consumer_key or "",
            consumer_secret=_secret(settings.consumer_secret),
            token_id=settings.token_id or "",
            token_secret=_secret(settings.token_secret),
        )
        where = "netsuite.consumer_key, consumer_secret, token_id, token_secret"
        return SignedRequests(pair, clock), where


def _says_absent(answer: Answer) -> bool:
    """Only NetSuite itself can say so: a 404 of a proxy or a wrong address says nothing."""
    told = findings(answer.body) if answer.status == faults.NOT_FOUND else ()
    # An unknown type of record has the same code: it says nothing of the record.
    return [finding.code for finding in told] == [_NOT_THERE] and (
        "record type" not in told[0].detail.lower()
    )


def _unreadable(operation: str) -> Unavailable:
    says = "the answer is not the JSON that NetSuite promises; a proxy or maintenance may be why"
    return Unavailable(faults.SYSTEM, operation, "UNREADABLE", says)


def _secret(setting: Any) -> str:
    return setting.get_secret_value() if setting else ""
