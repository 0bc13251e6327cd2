"""Types of the schemas `core`, its lists of values, and the faults."""

from __future__ import annotations

from collections.abc import Mapping

#: Code and message, the kind of a status detail.
CODES = (
    *("CANT_DELETE_CHILD_RCRDS_EXIST", "CANT_UPDATE_ACCTNG_PRDS", "DUP_ITEM", "DUP_RCRD"),
    *("INSUFFICIENT_PERMISSION", "INVALID_FLD_VALUE", "INVALID_KEY_OR_REF", "INVALID_RCRD_TYPE"),
    *("INVALID_SEARCH_CRITERIA", "INVALID_SEARCH_MORE", "INVALID_SEARCH_OPERATOR"),
    *("INVALID_SEARCH_PAGE_INDEX", "INVALID_SEARCH_PAGE_SIZE", "INVALID_SEARCH_VALUE"),
    *("CLOSED_TRAN_PRD", "RCRD_HAS_BEEN_CHANGED", "RCRD_LOCKED_BY_WF", "UNDEFINED_ACCTNG_PRD"),
    *("MISSING_REQD_FLD", "RCRD_DSNT_EXIST", "RCRD_REF_RCRD_TYP_MISMATCH", "UNEXPECTED_ERROR"),
    *("UNIQUE_CUST_ID_REQD", "USER_ERROR", "WARNING"),
)
#: The faults by name, as the WSDL lists them.
FAULTS = (
    *("InsufficientPermissionFault", "InvalidAccountFault", "InvalidCredentialsFault"),
    *("InvalidSessionFault", "ExceededConcurrentRequestLimitFault", "ExceededRequestLimitFault"),
    *("ExceededUsageLimitFault", "ExceededRecordCountFault", "ExceededRequestSizeFault"),
    *("InvalidVersionFault", "UnexpectedErrorFault", "AsyncFault"),
)
_FAULT_CODES = (
    "INSUFFICIENT_PERMISSION INVALID_ACCT INVALID_LOGIN_CREDENTIALS INVALID_PAGE_INDEX "
    "INVALID_WS_VERSION MAX_RCRDS_EXCEEDED SESSION_TIMED_OUT UNEXPECTED_ERROR "
    "UNSUPPORTED_WS_VERSION USER_ERROR WS_CONCUR_SESSION_DISALLWD WS_FEATURE_REQD WS_LOG_IN_REQD "
    "WS_PERMISSION_REQD WS_REQUEST_BLOCKED"
)

_STRING = "contains doesNotContain doesNotStartWith empty hasKeywords is isNot notEmpty startsWith"
_NUMBER = (
    "between empty equalTo greaterThan greaterThanOrEqualTo lessThan lessThanOrEqualTo notBetween "
    "notEmpty notEqualTo notGreaterThan notGreaterThanOrEqualTo notLessThan notLessThanOrEqualTo"
)
_DATE = (
    "after before empty notAfter notBefore notEmpty notOn notOnOrAfter notOnOrBefore notWithin on "
    "onOrAfter onOrBefore within"
)
#: Kind of a search field -> the operators it knows.
OPERATORS: Mapping[str, tuple[str, ...]] = {
    "String": tuple(_STRING.split()),
    "Long": tuple(_NUMBER.split()),
    "Double": tuple(_NUMBER.split()),
    "TextNumber": tuple(_NUMBER.split()),
    "Date": tuple(_DATE.split()),
    "EnumMultiSelect": ("anyOf", "noneOf"),
    "MultiSelect": ("anyOf", "noneOf"),
}
#: Spans of days that a search may name.
SPANS = ("lastMonth", "thisMonth", "thisYear", "today", "tomorrow", "yesterday")

CORE = """
TokenPassportSignature ~ string = @algorithm:string
TokenPassport = account:string consumerKey:string token:string nonce:string timestamp:long
  signature:TokenPassportSignature
StatusDetail = code?:platformFaultTyp:StatusDetailCodeType message?:string
  afterSubmitFailed?:boolean @type:platformFaultTyp:StatusDetailType
Status = statusDetail*:StatusDetail @isSuccess:boolean
element status:Status
NullField = name*:string
abstract Record = nullFieldList?:NullField
element record:Record
abstract SearchRecord =
element searchRecord:SearchRecord
abstract SearchRecordBasic < SearchRecord =
element searchRecordBasic:SearchRecordBasic
abstract SearchRow =
abstract SearchRowBasic < SearchRow =
element searchRowBasic:SearchRowBasic
SearchResult = &status totalRecords?:int pageSize?:int totalPages?:int pageIndex?:int
  searchId?:string &recordList? &searchRowList?
element searchResult:SearchResult
GetAllResult = &status totalRecords?:int &recordList?
element getAllResult:GetAllResult
GetSelectValueResult = &status totalRecords?:int totalPages?:int &baseRefList?
element getSelectValueResult:GetSelectValueResult
RecordList = record*:Record
element recordList:RecordList
SearchRowList = searchRow*:SearchRow
element searchRowList:SearchRowList
RecordRefList = recordRef*:RecordRef
element recordRefList:RecordRefList
abstract BaseRef = name?:string
element baseRef:BaseRef
BaseRefList = baseRef*:BaseRef
element baseRefList:BaseRefList
RecordRef < BaseRef = @internalId:string @externalId:string @type:platformCoreTyp:RecordType
CustomRecordRef < BaseRef = @internalId:string @externalId:string @typeId:string @scriptId:string
GetAllRecord = @recordType:platformCoreTyp:GetAllRecordType
ListOrRecordRef = name?:string @internalId:string @externalId:string @typeId:string
DeletionReason = deletionReasonCode:RecordRef deletionReasonMemo?:string
abstract CustomFieldRef = @internalId:string @scriptId:string
LongCustomFieldRef < CustomFieldRef = value:long
DoubleCustomFieldRef < CustomFieldRef = value:double
BooleanCustomFieldRef < CustomFieldRef = value:boolean
StringCustomFieldRef < CustomFieldRef = value:string
DateCustomFieldRef < CustomFieldRef = value:dateTime
SelectCustomFieldRef < CustomFieldRef = value:ListOrRecordRef
MultiSelectCustomFieldRef < CustomFieldRef = value+:ListOrRecordRef
CustomFieldList = customField*:CustomFieldRef
SearchBooleanField = searchValue?:boolean
SearchStringField = searchValue?:string @operator:platformCoreTyp:SearchStringFieldOperator
SearchLongField = searchValue?:long searchValue2?:long
  @operator:platformCoreTyp:SearchLongFieldOperator
SearchTextNumberField = searchValue?:string searchValue2?:string
  @operator:platformCoreTyp:SearchTextNumberFieldOperator
SearchDoubleField = searchValue?:double searchValue2?:double
  @operator:platformCoreTyp:SearchDoubleFieldOperator
SearchDateField = predefinedSearchValue?:platformCoreTyp:SearchDate searchValue?:dateTime
  searchValue2?:dateTime @operator:platformCoreTyp:SearchDateFieldOperator
SearchEnumMultiSelectField = searchValue*:string
  @operator:platformCoreTyp:SearchEnumMultiSelectFieldOperator
SearchMultiSelectField = searchValue*:RecordRef
  @operator:platformCoreTyp:SearchMultiSelectFieldOperator
abstract SearchCustomField = @internalId:string @scriptId:string
SearchBooleanCustomField < SearchCustomField = searchValue?:boolean
SearchStringCustomField < SearchCustomField = searchValue?:string
  @operator:platformCoreTyp:SearchStringFieldOperator
SearchLongCustomField < SearchCustomField = searchValue?:long searchValue2?:long
  @operator:platformCoreTyp:SearchLongFieldOperator
SearchDoubleCustomField < SearchCustomField = searchValue?:double searchValue2?:double
  @operator:platformCoreTyp:SearchDoubleFieldOperator
SearchDateCustomField < SearchCustomField = predefinedSearchValue?:platformCoreTyp:SearchDate
  searchValue?:dateTime searchValue2?:dateTime @operator:platformCoreTyp:SearchDateFieldOperator
SearchCustomFieldList = customField*:SearchCustomField
abstract SearchColumnField = customLabel?:string
SearchColumnBooleanField < SearchColumnField = searchValue?:boolean
SearchColumnStringField < SearchColumnField = searchValue?:string
SearchColumnLongField < SearchColumnField = searchValue?:long
SearchColumnTextNumberField < SearchColumnField = searchValue?:string
SearchColumnDoubleField < SearchColumnField = searchValue?:double
SearchColumnDateField < SearchColumnField = searchValue?:dateTime
SearchColumnEnumSelectField < SearchColumnField = searchValue?:string
SearchColumnSelectField < SearchColumnField = searchValue?:RecordRef
DataCenterUrls = restDomain:string webservicesDomain:string systemDomain:string
GetDataCenterUrlsResult = &status dataCenterUrls?:DataCenterUrls
element getDataCenterUrlsResult:GetDataCenterUrlsResult
PostingTransactionSummaryField = period?:boolean account?:boolean parentItem?:boolean item?:boolean
  entity?:boolean department?:boolean class?:boolean location?:boolean subsidiary?:boolean
  book?:boolean
PostingTransactionSummaryFilter = period?:RecordRefList account?:RecordRefList
  parentItem?:RecordRefList item?:RecordRefList entity?:RecordRefList department?:RecordRefList
  class?:RecordRefList location?:RecordRefList subsidiary?:RecordRefList book?:RecordRefList
PostingTransactionSummary = period?:RecordRef account?:RecordRef parentItem?:RecordRef
  item?:RecordRef entity?:RecordRef department?:RecordRef class?:RecordRef location?:RecordRef
  subsidiary?:RecordRef book?:RecordRef amount:double
PostingTransactionSummaryList = postingTransactionSummary+:PostingTransactionSummary
GetPostingTransactionSummaryResult = &status totalRecords?:int pageSize?:int totalPages?:int
  pageIndex?:int operationId?:string postingTransactionSummaryList?:PostingTransactionSummaryList
element getPostingTransactionSummaryResult:GetPostingTransactionSummaryResult
GetSelectValueFilter = filterValue:string @operator:platformCoreTyp:GetSelectValueFilterOperator
GetSelectValueFieldDescription = recordType?:platformCoreTyp:RecordType customRecordType?:RecordRef
  customTransactionType?:RecordRef sublist?:string field:string customForm?:RecordRef
  filter?:GetSelectValueFilter
GetServerTimeResult = &status serverTime:dateTime
element getServerTimeResult:GetServerTimeResult
DeletedRecord = deletedDate?:dateTime record?:BaseRef
DeletedRecordList = deletedRecord*:DeletedRecord
element deletedRecordList:DeletedRecordList
GetDeletedResult = &status totalRecords?:int pageSize?:int totalPages?:int pageIndex?:int
  &deletedRecordList?
element getDeletedResult:GetDeletedResult
GetDeletedFilter = deletedDate?:SearchDateField type?:SearchEnumMultiSelectField
  scriptId?:SearchStringField
GetAccountGovernanceInfoResult = &status accountConcurrencyLimit?:long
  unallocatedConcurrencyLimit?:long
element getAccountGovernanceInfoResult:GetAccountGovernanceInfoResult
GetIntegrationGovernanceInfoResult = &status integrationConcurrencyLimit?:long
  limitType?:platformCoreTyp:GetIntegrationGovernanceInfoLimitType
element getIntegrationGovernanceInfoResult:GetIntegrationGovernanceInfoResult
"""


def element_of(fault: str) -> str:
    """
    Return the name of a fault's element.

    >>> element_of("InvalidSessionFault")
    'invalidSessionFault'
    """
    return fault[0].lower() + fault[1:]


def core_values(record_types: str, search_types: str, listed_types: str) -> str:
    """Return the lists of values of `core`; each argument has blanks between the values."""
    return "\n".join(
        [
            f"RecordType | {record_types}",
            f"DeletedRecordType | {record_types}",
            f"SearchRecordType | {search_types}",
            f"GetAllRecordType | {listed_types}",
            *(f"Search{kind}FieldOperator | {' '.join(ops)}" for kind, ops in OPERATORS.items()),
            f"SearchDate | {' '.join(SPANS)}",
            "GetSelectValueFilterOperator | contains is startsWith",
            "GetIntegrationGovernanceInfoLimitType | _account _integrationSpecific _internal",
        ]
    )


FAULT_VALUES = f"""
StatusDetailType | ERROR WARN INFO
StatusDetailCodeType | {" ".join(CODES)}
FaultCodeType | {_FAULT_CODES}
"""

FAULT_TYPES = "SoapFault = code:platformFaultTyp:FaultCodeType message:string\n" + "\n".join(
    f"{fault} < SoapFault =\nelement {element_of(fault)}:{fault}" for fault in FAULTS
)
