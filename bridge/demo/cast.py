"""Who works at the company of the demo; they do not exist."""

from bridge.people.roles import Role

#: Who has which role; the ledger of the demo knows their acts by these names.
CAST: dict[Role, str] = {
    Role.FINANCE_REVIEWER: "Mira Castellanos",
    Role.APPROVER: "Ines Falk",
    Role.RULES_ADMIN: "Ravi Menon",
    Role.OPERATOR: "Dana Whitlock",
    Role.ADMIN: "Sven Aldridge",
    Role.VIEWER: "Paula Okafor",
}
#: A second reviewer, who covers the German subsidiary.
COLLEAGUE = "Jonas Reuter"
