"""
Signing in and out by SOAP: login, logout, getUserInfo and getServerTimestamp, and no more of SOAP.

The two editions of the API differ in their namespace alone here. `login` ends with the version
that the org's setting names; the session that it gives opens the REST resources as well.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bridge.sandbox.clock import SimulatedClock
from bridge.sandbox.salesforce.errors import ApiError
from bridge.sandbox.salesforce.oauth import Denied, Door
from bridge.sandbox.salesforce.org import ORG_ID, USER_ID, Org
from bridge.sandbox.salesforce.signin import envelope
from bridge.sandbox.salesforce.signin.envelope import Fault, Message, Unreadable
from bridge.sandbox.salesforce.signin.identity import PROFILE_ID
from bridge.sandbox.salesforce.tokens import LIFE_OF_TOKEN
from bridge.sandbox.salesforce.wire import moment_text

#: Letter in the address -> edition of the API.
EDITIONS = {"u": "partner", "c": "enterprise"}
_OK, _REFUSED = 200, 500
_WRONG_LOGIN = "Invalid username, password, security token; or user locked out."
_NO_SESSION = "Invalid Session ID found in SessionHeader: Illegal Session"

Result = Mapping[str, object]


class Turned(Exception):
    """A call is turned down with this fault."""

    def __init__(self, refusal: Fault) -> None:
        super().__init__(refusal.says)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Address:
    """Where a call arrived."""

    url: str  #: scheme and host
    letter: str
    version: int


@dataclass(frozen=True, slots=True)
class Soap:
    """Answers SOAP calls about sessions."""

    door: Door
    org: Org
    clock: SimulatedClock

    def answer(self, body: bytes, at: Address) -> tuple[int, str]:
        """Return status and text of the answer to a message."""
        edition = EDITIONS[at.letter]
        try:
            message = envelope.read(body)
            operation = self._operation(message, edition)
            result = operation(message, at)
        except Unreadable as error:
            return _REFUSED, envelope.fault(Fault("", str(error)), edition)
        except Turned as turned:
            return _REFUSED, envelope.fault(turned.refusal, edition)
        return _OK, envelope.answer(message.operation, edition, result)

    def _operation(self, message: Message, edition: str) -> Callable[[Message, Address], Result]:
        operations: Mapping[str, Callable[[Message, Address], Result]] = {
            "login": self._login,
            "logout": self._logout,
            "getUserInfo": self._user_info,
            "getServerTimestamp": self._timestamp,
        }
        found = operations.get(message.operation)
        if found is None or message.namespace != f"urn:{edition}.soap.sforce.com":
            asked = f"{{{message.namespace}}}{message.operation}"
            raise Turned(Fault("", f"No operation available for request {asked}"))
        return found

    def _login(self, message: Message, at: Address) -> Result:
        newest = self.org.soap_login_newest_version
        if at.version > newest:
            says = f"login() is not available in API version {at.version}.0, only up to {newest}.0"
            raise Turned(Fault("UNSUPPORTED_API_VERSION", says, "UnexpectedErrorFault"))
        given = {name: message.arguments.get(name, "") for name in ("username", "password")}
        try:
            self.door.check_user(given)
        except Denied as error:
            raise Turned(Fault("INVALID_LOGIN", _WRONG_LOGIN, "LoginFault")) from error
        return {
            "metadataServerUrl": self._server(at, "m"),
            "passwordExpired": False,
            "sandbox": True,
            "serverUrl": self._server(at, at.letter),
            "sessionId": self.door.tokens.issue(),
            "userId": USER_ID,
            "userInfo": self._user(),
        }

    def _logout(self, message: Message, _at: Address) -> Result:
        self.door.tokens.revoke(self._session(message))
        return {}

    def _user_info(self, message: Message, _at: Address) -> Result:
        self._session(message)
        return self._user()

    def _timestamp(self, message: Message, _at: Address) -> Result:
        self._session(message)
        return {"timestamp": moment_text(self.clock.now()).replace("+0000", "Z")}

    def _session(self, message: Message) -> str:
        session = message.session or ""
        try:
            self.door.tokens.check(f"Bearer {session}" if session else None)
        except ApiError as error:
            refusal = Fault("INVALID_SESSION_ID", _NO_SESSION, "UnexpectedErrorFault")
            raise Turned(refusal) from error
        return session

    def _server(self, at: Address, letter: str) -> str:
        return f"{self.door.instance(at.url)}/services/Soap/{letter}/{at.version}.0/{ORG_ID[:15]}"

    def _user(self) -> Result:
        """Return who the caller runs as, in the order in which the real answer has it."""
        name = self.door.credentials.username
        one_currency = None if self.org.multi_currency else self.org.currency
        return {
            "accessibilityMode": False,
            "chatterExternal": False,
            "currencySymbol": one_currency,
            "orgAttachmentFileSizeLimit": 5_242_880,
            "orgDefaultCurrencyIsoCode": one_currency,
            "orgDefaultCurrencyLocale": None if self.org.multi_currency else "en_US",
            "orgDisallowHtmlAttachments": False,
            "orgHasPersonAccounts": False,
            "organizationId": ORG_ID,
            "organizationMultiCurrency": self.org.multi_currency,
            "organizationName": "Sandbox",
            "profileId": PROFILE_ID,
            "roleId": None,
            "sessionSecondsValid": int(LIFE_OF_TOKEN.total_seconds()),
            "userDefaultCurrencyIsoCode": self.org.currency if self.org.multi_currency else None,
            "userEmail": name,
            "userFullName": "Bridge",
            "userId": USER_ID,
            "userLanguage": "en_US",
            "userLocale": "en_US",
            "userName": name,
            "userTimeZone": self.org.time_zone,
            "userType": "Standard",
            "userUiSkin": "Theme3",
        }
