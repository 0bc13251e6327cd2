"""Options of a plan that do not go together: none of them is left unheard."""

from bridge.adapters.store.replaying.rows import Part
from bridge.errors import Misconfigured


def require_whole(part: Part, subsidiary: str) -> None:
    """Refuse to choose among the deals of records files, with Misconfigured: all are tried."""
    chosen = {
        "--customer": part.customer,
        "--deal": part.deals,
        "--since": part.since,
        "--sample": part.sample,
        "--subsidiary": subsidiary,
    }
    for option, is_asked in chosen.items():
        if is_asked:
            raise mixed(option, "leave it out: every deal of records files is tried")


def mixed(option: str, act: str) -> Misconfigured:
    """Return what is said of an option that does not go with the others."""
    return Misconfigured("it does not go with what else is asked", where=option, act=act)
