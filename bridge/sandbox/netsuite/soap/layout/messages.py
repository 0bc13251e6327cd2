"""The operations of the port, with what each is asked and what it answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation; requests and answers are written in the notation."""

    name: str
    asks: str
    answers: str
    preferences: str  #: the header of preferences that it reads, if any
    most: int | None = None  #: records in one request

    @property
    def request(self) -> str:
        """
        Return the name of the request's type.

        >>> OPERATIONS["getSelectValue"].request, OPERATIONS["addList"].request
        ('getSelectValueRequest', 'AddListRequest')
        """
        return f"{self._stem()}Request"

    @property
    def response(self) -> str:
        """Return the name of the response's type."""
        return f"{self._stem()}Response"

    def _stem(self) -> str:
        # The schema of this one operation begins with a small letter, in every version.
        kept = self.name == "getSelectValue"
        return self.name if kept else self.name[0].upper() + self.name[1:]


_RECORD, _RECORDS = "record:platformCore:Record", "record+:platformCore:Record"
_REF, _REFS = "baseRef:platformCore:BaseRef", "baseRef+:platformCore:BaseRef"
_REASON = "deletionReason?:platformCore:DeletionReason"
_PAGE = "pageIndex:int"
_SUMMARY = (
    "fields?:platformCore:PostingTransactionSummaryField "
    f"filters?:platformCore:PostingTransactionSummaryFilter {_PAGE} operationId?:string"
)

#: name | asks | answers | preferences | most
_TABLE = (
    ("add", _RECORD, "&writeResponse", "preferences", None),
    ("addList", _RECORDS, "&writeResponseList", "preferences", 200),
    ("update", _RECORD, "&writeResponse", "preferences", None),
    ("updateList", _RECORDS, "&writeResponseList", "preferences", 100),
    ("upsert", _RECORD, "&writeResponse", "preferences", None),
    ("upsertList", _RECORDS, "&writeResponseList", "preferences", 100),
    ("delete", f"{_REF} {_REASON}", "&writeResponse", "preferences", None),
    ("deleteList", f"{_REFS} {_REASON}", "&writeResponseList", "preferences", 200),
    ("get", _REF, "&readResponse", "preferences", None),
    ("getList", _REFS, "&readResponseList", "preferences", 1000),
    (
        "getAll",
        "record:platformCore:GetAllRecord",
        "&platformCore:getAllResult",
        "preferences",
        None,
    ),
    (
        "getSelectValue",
        f"fieldDescription:platformCore:GetSelectValueFieldDescription {_PAGE}",
        "&platformCore:getSelectValueResult",
        "preferences",
        None,
    ),
    (
        "search",
        "searchRecord:platformCore:SearchRecord",
        "&platformCore:searchResult",
        "searchPreferences",
        None,
    ),
    (
        "searchMoreWithId",
        f"searchId:string {_PAGE}",
        "&platformCore:searchResult",
        "searchPreferences",
        None,
    ),
    (
        "getDeleted",
        f"getDeletedFilter:platformCore:GetDeletedFilter {_PAGE}",
        "&platformCore:getDeletedResult",
        "preferences",
        None,
    ),
    ("getServerTime", "", "&platformCore:getServerTimeResult", "", None),
    (
        "getDataCenterUrls",
        "account:string",
        "&platformCore:getDataCenterUrlsResult",
        "preferences",
        None,
    ),
    (
        "getPostingTransactionSummary",
        _SUMMARY,
        "&platformCore:getPostingTransactionSummaryResult",
        "preferences",
        None,
    ),
    ("getAccountGovernanceInfo", "", "&platformCore:getAccountGovernanceInfoResult", "", None),
    (
        "getIntegrationGovernanceInfo",
        "",
        "&platformCore:getIntegrationGovernanceInfoResult",
        "",
        None,
    ),
)

OPERATIONS = {
    name: Operation(name=name, asks=asks, answers=answers, preferences=preferences, most=most)
    for name, asks, answers, preferences, most in _TABLE
}

_SHARED = """
ApplicationInfo = applicationId:string
element applicationInfo:ApplicationInfo
PartnerInfo = partnerId?:string
element partnerInfo:PartnerInfo
DocumentInfo = nsId:string
element documentInfo:DocumentInfo
Preferences = warningAsError?:boolean disableMandatoryCustomFieldValidation?:boolean
  disableSystemNotesForCustomFields?:boolean ignoreReadOnlyFields?:boolean
  runServerSuiteScriptAndTriggerWorkflows?:boolean
element preferences:Preferences
SearchPreferences = bodyFieldsOnly?:boolean returnSearchColumns?:boolean pageSize?:int
element searchPreferences:SearchPreferences
element tokenPassport:platformCore:TokenPassport
WriteResponse = &platformCore:status baseRef?:platformCore:BaseRef
element writeResponse:WriteResponse
ReadResponse = &platformCore:status record?:platformCore:Record
element readResponse:ReadResponse
WriteResponseList = &platformCore:status? writeResponse+:WriteResponse
element writeResponseList:WriteResponseList
ReadResponseList = &platformCore:status? readResponse*:ReadResponse
element readResponseList:ReadResponseList
"""


def _lines(operation: Operation) -> str:
    return (
        f"{operation.request} = {operation.asks}\n"
        f"element {operation.name}:platformMsgs:{operation.request}\n"
        f"{operation.response} = {operation.answers}\n"
        f"element {operation.name}Response:platformMsgs:{operation.response}\n"
    )


MESSAGES = _SHARED + "".join(map(_lines, OPERATIONS.values()))
