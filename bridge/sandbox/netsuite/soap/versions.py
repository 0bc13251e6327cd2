"""The end points' versions, and the schemas that each version's WSDL is made of."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: The first end point that takes tokens alone, and the last one that was made.
FIRST, LAST = (2019, 1), (2025, 2)
NEWEST = "{}_{}".format(*LAST)
_VERSION = re.compile(r"([0-9]{4})_([12])")


PORT_PREFIX = "/services/NetSuitePort_"
_OPEN_PREFIXES = ("/wsdl/", "/xsd/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """One schema: where its types live, and what it imports."""

    prefix: str
    name: str  #: the beginning of its namespace
    area: str
    folder: str
    file: str
    imports: tuple[str, ...]  #: prefixes, in order
    listed: bool  #: the WSDL imports it by itself

    def urn(self, version: str) -> str:
        """Return the namespace; `version` is "2025_2"."""
        return f"urn:{self.name}_{version}.{self.area}.webservices.netsuite.com"

    def path(self, version: str) -> str:
        """Return the address of the schema below the host."""
        return f"/xsd/{self.folder}/v{version}_0/{self.file}.xsd"


#: prefix, namespace's beginning and area, folder and file, imports; "-": not listed in the WSDL.
#: Order matters: clients number the namespaces in the order in which they meet them.
_TABLE = """
platformCore core.platform platform/core platformCoreTyp,platformFaultTyp
-platformCoreTyp types.core.platform platform/coreTypes
-platformFaultTyp types.faults.platform platform/faultTypes
platformFaults faults.platform platform/faults platformFaultTyp
platformMsgs messages.platform platform/messages platformCore,platformFaultTyp
platformCommon common.platform platform/common platformCore,platformCommonTyp
-platformCommonTyp types.common.platform platform/commonTypes
actSched scheduling.activities activities/scheduling platformCore,platformCommon,actSchedTyp
actSchedTyp types.scheduling.activities activities/schedulingTypes
generalComm communication.general general/communication platformCore,generalCommTyp,docFileCab
generalCommTyp types.communication.general general/communicationTypes
listRel relationships.lists lists/relationships platformCore,listRelTyp,platformCommon
listRelTyp types.relationships.lists lists/relationshipTypes
listSupport support.lists lists/support platformCore,listSupportTyp,platformCommon
listSupportTyp types.support.lists lists/supportTypes
listAcct accounting.lists lists/accounting platformCore,listAcctTyp,platformCommon,platformCommonTyp
listAcctTyp types.accounting.lists lists/accountingTypes
tranSales sales.transactions transactions/sales platformCore,tranSalesTyp,platformCommon
tranSalesTyp types.sales.transactions transactions/saleTypes
tranPurch purchases.transactions transactions/purchases platformCore,tranPurchTyp
-tranPurchTyp types.purchases.transactions transactions/purchaseTypes
tranCust customers.transactions transactions/customers platformCore,platformCommonTyp,tranCustTyp
-tranCustTyp types.customers.transactions transactions/customerTypes
tranFin financial.transactions transactions/financial platformCore,tranFinTyp
-tranFinTyp types.financial.transactions transactions/financialTypes
tranBank bank.transactions transactions/bank platformCore,tranBankTyp
-tranBankTyp types.bank.transactions transactions/bankTypes
tranInvt inventory.transactions transactions/inventory platformCore,tranInvtTyp
tranInvtTyp types.inventory.transactions transactions/inventoryTypes
tranGeneral general.transactions transactions/general platformCore,platformCommon
setupCustom customization.setup setup/customization platformCore,setupCustomTyp
setupCustomTyp types.customization.setup setup/customizationTypes
listEmp employees.lists lists/employees platformCore,listEmpTyp,platformCommon
listEmpTyp types.employees.lists lists/employeeTypes
docFileCab filecabinet.documents documents/fileCabinet platformCore,docFileCabTyp
docFileCabTyp types.filecabinet.documents documents/fileCabinetTypes
listWebsite website.lists lists/website platformCore,listWebsiteTyp
listWebsiteTyp types.website.lists lists/websiteTypes
tranEmp employees.transactions transactions/employees platformCore,tranEmpTyp
-tranEmpTyp types.employees.transactions transactions/employeeTypes
listMkt marketing.lists lists/marketing platformCore,listMktTyp
listMktTyp types.marketing.lists lists/marketingTypes
demandPlan demandplanning.transactions transactions/demandPlanning platformCore,demandPlanTyp
demandPlanTyp types.demandplanning.transactions transactions/demandPlanningTypes
supplyChain supplychain.lists lists/supplyChain platformCore,platformCommon,supplyChainTyp
supplyChainTyp types.supplychain.lists lists/supplyChainTypes
"""


def _home(line: str) -> Home:
    prefix, space, place, *imports = line.split()
    name, _, area = space.rpartition(".")
    folder, _, file = place.partition("/")
    return Home(
        prefix=prefix.removeprefix("-"),
        name=name,
        area=area,
        folder=folder,
        file=file,
        imports=tuple(imports[0].split(",")) if imports else (),
        listed=not prefix.startswith("-"),
    )


#: Prefix -> schema, in the order of the WSDL's imports.
HOMES = {home.prefix: home for home in map(_home, _TABLE.strip().splitlines())}


def urn(prefix: str, version: str) -> str:
    """Return the namespace that a prefix stands for in a version."""
    return HOMES[prefix].urn(version)


def is_served(version: str) -> bool:
    """
    Tell whether the account has an end point of this version.

    >>> is_served("2023_2"), is_served("2018_2"), is_served("2026_1")
    (True, False, False)
    """
    match = _VERSION.fullmatch(version)
    return match is not None and FIRST <= (int(match[1]), int(match[2])) <= LAST


def is_soap(path: str) -> bool:
    """Tell whether a path is one of the port, which checks passports itself, or of its WSDL."""
    return path.startswith((PORT_PREFIX, *_OPEN_PREFIXES))
