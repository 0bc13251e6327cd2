"""The pages of the settings, in the order of their tabs; a page that is added has a line here."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """A page of the settings."""

    title: str
    path: str


TABS = (
    Tab(title="Profile", path="/settings/profile"),
    Tab(title="People", path="/settings/users"),
    Tab(title="Tokens", path="/settings/tokens"),
    Tab(title="Connections", path="/settings/connections"),
    Tab(title="Periods", path="/settings/periods"),
    Tab(title="Thresholds", path="/settings/thresholds"),
    Tab(title="Notifications", path="/settings/notifications"),
    Tab(title="Audit", path="/settings/audit"),
)
