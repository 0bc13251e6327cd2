"""
Reads the settings: one TOML file, environment variables over it.

Variables are called BRIDGE_<SECTION>__<NAME>, for example BRIDGE_SALESFORCE__CLIENT_SECRET.
Secrets belong there or in files that only the bridge may read, not into the TOML file.
"""

import os
import re
import stat
import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bridge.errors import Misconfigured
from bridge.settings.close import CloseSettings
from bridge.settings.console import ConsoleSettings
from bridge.settings.netsuite import NetSuiteSettings
from bridge.settings.notify import NotifySettings
from bridge.settings.reconcile import ReconcileSettings
from bridge.settings.sections import (
    RulesSettings,
    SalesforceSettings,
    StoreSettings,
    SyncSettings,
)

_PREFIX = "BRIDGE_"
_URL_PASSWORD = re.compile(r":([^/\s:@]+)@")
#: A secret by name, or the password of a URL, outside comments.
_OPEN_SECRET = re.compile(r"(?m)^[^#\n]*(?:\b(?P<name>\w+_secret)\s*=\s*[\"'][^\"'\s]|:[^/\s:@]+@)")


class Settings(BaseSettings):
    """Everything that an operator may set."""

    model_config = SettingsConfigDict(
        env_prefix="BRIDGE_", env_nested_delimiter="__", extra="forbid", frozen=True
    )

    salesforce: SalesforceSettings
    netsuite: NetSuiteSettings
    store: StoreSettings = StoreSettings()
    rules: RulesSettings = RulesSettings()
    sync: SyncSettings = SyncSettings()
    console: ConsoleSettings = ConsoleSettings()
    close: CloseSettings = CloseSettings()
    notify: NotifySettings = NotifySettings()
    reconcile: ReconcileSettings = ReconcileSettings()
    #: For rehearsals of a crash: the process kills itself at this commit point.
    crash_at: str | None = Field(default=None, pattern=r"^(before|after):[a-z_]+(#[1-9]\d{0,5})?$")

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be logged or shown; the password of the store is among them."""
        ends = (self.salesforce.client_secret, self.netsuite.consumer_secret)
        provider = self.console.oidc.client_secret if self.console.oidc else None
        known = (*ends, self.netsuite.token_secret, provider)
        held = [one.get_secret_value() for one in known if one]
        return (*held, *self.notify.secrets, *_URL_PASSWORD.findall(self.store.url))

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - pydantic-settings calls it by these names
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the same
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the same
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment over file; `load` hands the file in as the initial values."""
        return (env_settings, init_settings)


def load(file: Path) -> Settings:
    """
    Read the settings file and the environment.

    Raises Misconfigured, with every finding at once, if one is missing, unknown or out of range.
    """
    content = _content(file)
    findings = list(_strays(content))
    try:
        settings = Settings(**{name: part for name, part in content.items() if name[:1] != "_"})
    except ValueError as error:
        wrong = error.errors(include_url=False) if isinstance(error, ValidationError) else ()
        raise _wrong(file, findings + ([_finding(one) for one in wrong] or [str(error)])) from error
    if findings:
        raise _wrong(file, findings)
    return settings


def secret_in_open_file(file: Path) -> str | None:
    """Return what is secret in a settings file that others than its owner may read, if so."""
    if not file.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
        return None
    found = _OPEN_SECRET.search(file.read_text(encoding="utf-8"))
    return (found["name"] or "the password of store.url") if found else None


def _content(file: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        what, act = _unreadable(error)
        raise Misconfigured(what, where=str(file), act=act) from error


def _unreadable(error: Exception) -> tuple[str, str]:
    match error:
        case FileNotFoundError() | IsADirectoryError() | NotADirectoryError():
            what = "there is no such settings file"
            return what, "name one with --config, or copy config/bridge.toml"
        case OSError(strerror=says):
            return f"the file cannot be read: {says}", "let the bridge read it"
        case tomllib.TOMLDecodeError():
            return f"this is no TOML: {error}", "correct the line and start again"
        case _:
            return "this is no TOML: not in UTF-8, or nested too deeply", "correct the file"


def _wrong(file: Path, findings: list[str]) -> Misconfigured:
    return Misconfigured("; ".join(findings), where=str(file), act="correct it and start again")


def _strays(content: Mapping[str, Any]) -> Iterator[str]:
    """Names that nothing reads: those that pydantic takes for its own, unknown variables."""
    yield from (f"{name}: there is no such setting" for name in content if name[:1] == "_")
    for variable in sorted(os.environ):
        ours, _, path = variable.upper().partition(_PREFIX)
        section = path.split("__")[0].lower()
        # Without a section it may be somebody else's: Kubernetes sets BRIDGE_PORT for a service.
        if not ours and "__" in path and section not in Settings.model_fields:
            yield f"{variable} in the environment: there is no section {section}"


def _finding(one: Mapping[str, Any]) -> str:
    """Say what is wrong with a setting, and where it comes from, without its value."""
    path = [str(part) for part in one["loc"]]
    variable = _PREFIX + "__".join(path).upper()
    origin = f" ({variable} in the environment)" if variable in os.environ else ""
    return f"{'.'.join(path) or 'settings'}{origin}: {_says(one, path)}"


def _says(one: Mapping[str, Any], path: list[str]) -> str:
    match one["type"]:
        case "missing":
            return "is missing"
        case "extra_forbidden":
            near = get_close_matches(path[-1], list(_names(path[:-1])), n=1)
            return "there is no such setting" + (f", did you mean {near[0]}?" if near else "")
        case "model_type":
            return "is a section and holds settings, not a single value"
        case _:
            return str(one["msg"]).removeprefix("Value error, ")


def _names(section: list[str]) -> Mapping[str, Any]:
    fields: Mapping[str, Any] = Settings.model_fields
    for name in section:
        if name.isdigit():  # one of several in a list: its names are told by its own page
            return {}
        fields = getattr(fields[name].annotation, "model_fields", {})
    return fields
