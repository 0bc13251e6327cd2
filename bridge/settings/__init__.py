"""Settings: one TOML file, environment variables over it, every default with its reason."""

from bridge.settings.console import ConsoleSettings
from bridge.settings.loading import Settings, load, secret_in_open_file
from bridge.settings.netsuite import NetSuiteSettings
from bridge.settings.sections import (
    HttpSettings,
    RulesSettings,
    SalesforceSettings,
    StoreSettings,
    SyncSettings,
)

__all__ = [
    "ConsoleSettings",
    "HttpSettings",
    "NetSuiteSettings",
    "RulesSettings",
    "SalesforceSettings",
    "Settings",
    "StoreSettings",
    "SyncSettings",
    "load",
    "secret_in_open_file",
]
