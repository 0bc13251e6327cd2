"""What an org must tell of itself, and what is said where it does not."""

from bridge.errors import Misconfigured


def currency(code: object) -> str:
    """Return the code of a currency; Misconfigured where the org tells none."""
    if isinstance(code, str) and code:
        return code
    raise untold("currency")


def untold(what: str) -> Misconfigured:
    """Return what is raised where an org keeps something to itself."""
    return Misconfigured(
        f"the org does not tell its {what}",
        where="salesforce",
        act="let the integration user read the organization, its currency types and Connect API",
    )
