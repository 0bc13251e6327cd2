"""Every setting: its default, its bounds, and how a mistake in it is told."""

import re
from pathlib import Path
from typing import Any

import pytest

from bridge.errors import Misconfigured
from bridge.settings import (
    HttpSettings,
    RulesSettings,
    StoreSettings,
    SyncSettings,
    load,
    secret_in_open_file,
)
from bridge.settings.close import amount

ROOT = Path(__file__).resolve().parents[1]
LEAST = """
[salesforce]
url = "https://example.my.salesforce.com"
client_id = "key"
client_secret = "fake-secret-one"
[netsuite]
account = "1234567_SB1"
consumer_key = "ck"
consumer_secret = "fake-secret-two"
token_id = "ti"
token_secret = "fake-secret-three"
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "bridge.toml"
    file.write_text(text, encoding="utf-8")
    return file


def complaint(folder: Path, text: str) -> str:
    with pytest.raises(Misconfigured) as raised:
        load(written(folder, text))
    assert raised.value.where.endswith("bridge.toml")
    return raised.value.what


def test_what_is_not_set_has_the_default_that_the_pages_name(tmp_path: Path) -> None:
    settings = load(written(tmp_path, LEAST))
    assert settings.salesforce.api_version == "68.0"
    assert settings.salesforce.quota_reserve == 0.1
    assert settings.netsuite.longest_run_s == 900
    assert settings.netsuite.grace_s == 5
    assert settings.netsuite.concurrency == 2
    assert settings.netsuite.merge_script is settings.netsuite.merge_deployment is None
    assert settings.netsuite.merge_approvers == ()
    assert settings.salesforce.http == settings.netsuite.http == HttpSettings()
    assert HttpSettings().model_dump() == {
        "connect_timeout_s": 5.0,
        "read_timeout_s": 60.0,
        "attempts_max": 4,
        "retry_for_s": 120.0,
    }
    assert settings.store == StoreSettings(url="sqlite:///var/bridge.sqlite")
    assert settings.rules == RulesSettings(folder=Path("config/rules"))
    assert settings.sync == SyncSettings(
        every_s=60,
        safety_lag_s=300,
        overlap_s=600,
        incomplete_after_s=3600,
        wait_for_unknown_s=30.0,
        batch_size=100,
    )
    assert settings.crash_at is None


def test_the_example_file_loads_as_it_is() -> None:
    settings = load(ROOT / "config" / "bridge.toml")
    assert settings.netsuite.oauth2
    assert not settings.netsuite.token_based
    assert settings.netsuite.address == "https://1234567-sb1.suitetalk.api.netsuite.com"
    assert settings.netsuite.restlet_address == "https://1234567-sb1.restlets.api.netsuite.com"


def test_a_script_without_its_deployment_is_half_a_setting(tmp_path: Path) -> None:
    assert "name both, or none" in complaint(tmp_path, f'{LEAST}merge_script = "customscript_a"\n')


def test_the_example_shows_each_default_as_the_code_has_it(tmp_path: Path) -> None:
    example = (ROOT / "config" / "bridge.toml").read_text(encoding="utf-8")
    shown = re.sub(
        r"^# (?=(?:\w+_s|\w+_max|concurrency|quota_reserve|batch_size|api_version) = |"
        r"\[\w+\.http\])",
        "",
        example,
        flags=re.MULTILINE,
    )
    assert shown.count("\nconnect_timeout_s = 5.0") == 2
    assert load(written(tmp_path, shown)) == load(ROOT / "config" / "bridge.toml")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[salesforce]\nclient_id = 'a'", "salesforce.url: is missing"),
        ("[sync]\nevry_s = 5", "sync.evry_s: there is no such setting, did you mean every_s?"),
        ("zoo = 1", "zoo: there is no such setting"),
        ("_env_prefix = 'X'", "_env_prefix: there is no such setting"),
        ("[sync]\nevery_s = 0", "sync.every_s: Input should be greater than or equal to 1"),
        ("[sync]\nevery_s = 'often'", "sync.every_s: Input should be a valid integer"),
        ("[sync]\nbatch_size = 201", "sync.batch_size: Input should be less than or equal to 200"),
        ("sync = 3", "sync: is a section and holds settings, not a single value"),
        ("[netsuite]\naccount = 'a b'", "netsuite.account: String should match pattern"),
        ("[netsuite]\nlongest_run_s = inf", "netsuite.longest_run_s: Input should be less than"),
        ("[salesforce]\napi_version = '68'", "salesforce.api_version: String should match"),
        ("[salesforce]\nurl = 'http://example.com'", "salesforce.url: must begin with https://"),
        ("[salesforce]\nurl = 'ftp://127.0.0.1'", "salesforce.url: must begin with https://"),
        ("[salesforce]\nurl = 'https://'", "salesforce.url: must begin with https://"),
        ("[salesforce]\nurl = 'https://a.example:0'", "salesforce.url: port 0 is no port"),
        ("[salesforce]\nurl = 'https://a.example:99999'", "salesforce.url: Port out of range"),
        ("[salesforce]\nurl = 'https://a.example/x'", "salesforce.url: an address ends with"),
        ("[netsuite]\nurl = 'http://example.com'", "netsuite.url: must begin with https://"),
        ("crash_at = 'somewhere'", "crash_at: String should match pattern"),
    ],
)
def test_a_wrong_setting_is_named_with_what_it_should_be(
    tmp_path: Path, text: str, says: str
) -> None:
    assert says in complaint(tmp_path, text)


def test_all_findings_are_told_at_once(tmp_path: Path) -> None:
    text = "zoo = 1\n[sync]\nevery_s = 0\n[salesforce]\nurl = 'http://example.com'\n[netsuite]\n"
    said = complaint(tmp_path, text)
    parts = ("zoo", "sync.every_s", "salesforce.url", "salesforce.client_id", "netsuite.account")
    assert [part for part in parts if part not in said] == []


def test_a_way_to_log_in_that_is_half_there_is_no_way(tmp_path: Path) -> None:
    text = LEAST.replace('client_secret = "fake-secret-one"', "").replace('token_id = "ti"', "")
    said = complaint(tmp_path, text)
    assert "salesforce: needs client_secret, or username with private_key_file" in said
    assert "netsuite: needs either client_id, certificate_id and private_key_file, or" in said


def test_two_ways_to_log_in_are_one_too_many(tmp_path: Path) -> None:
    more = 'client_id = "a"\ncertificate_id = "b"\nprivate_key_file = "c"\n'
    assert "netsuite: needs either" in complaint(tmp_path, LEAST + more)


def test_http_is_allowed_on_this_machine_alone(tmp_path: Path) -> None:
    for host in ("127.0.0.1:8101", "localhost", "[::1]:80"):
        text = LEAST.replace("https://example.my.salesforce.com", f"http://{host}/")
        assert load(written(tmp_path, text)).salesforce.url == f"http://{host}"


def test_an_address_with_a_password_is_refused_and_not_repeated(tmp_path: Path) -> None:
    said = complaint(tmp_path, '[salesforce]\nurl = "https://ann:hunter22@example.com"')
    assert "an address holds no user and no password" in said
    assert "hunter22" not in said


def test_the_environment_wins_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIDGE_SYNC__EVERY_S", "7")
    monkeypatch.setenv("BRIDGE_NETSUITE__HTTP__ATTEMPTS_MAX", "2")
    settings = load(written(tmp_path, LEAST + "[netsuite.http]\nread_timeout_s = 9\n"))
    assert settings.sync.every_s == 7
    assert settings.netsuite.http == HttpSettings(read_timeout_s=9, attempts_max=2)


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("BRIDGE_SYNC__EVERY_S", "soon", "sync.every_s (BRIDGE_SYNC__EVERY_S in the environment)"),
        ("BRIDGE_SYNK__EVERY_S", "1", "BRIDGE_SYNK__EVERY_S in the environment: there is no"),
        ("BRIDGE_SYNC__EVRY_S", "1", "sync.evry_s"),
        ("BRIDGE_SYNC", "{", "error parsing value for field"),
    ],
)
def test_a_mistake_in_the_environment_is_told_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, says: str
) -> None:
    monkeypatch.setenv(variable, value)
    assert says in complaint(tmp_path, LEAST)


def test_a_variable_of_somebody_else_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIDGE_PORT", "tcp://10.0.0.1:80")
    assert load(written(tmp_path, LEAST)).sync.every_s == 60


def test_a_secret_in_a_wrong_setting_is_not_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIDGE_SYNC__EVERY_S", "fake-secret-four")
    assert "fake-secret" not in complaint(tmp_path, LEAST.replace("[netsuite]", "[netsuit]"))


def test_broken_toml_is_told_with_its_line(tmp_path: Path) -> None:
    assert "at line 2, column 9" in complaint(tmp_path, "[sync]\nevery = \n")


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a = " + b"[" * 100_000])
def test_what_is_no_toml_at_all_is_told(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "bridge.toml"
    file.write_bytes(content)
    with pytest.raises(Misconfigured, match="this is no TOML"):
        load(file)


def test_a_file_that_is_not_there_or_a_folder_is_no_settings_file(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "missing.toml", tmp_path / "a" / "b.toml"):
        with pytest.raises(Misconfigured, match="there is no such settings file"):
            load(place)


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    loop = tmp_path / "loop.toml"
    loop.symlink_to(loop)
    with pytest.raises(Misconfigured, match="cannot be read: Too many levels of symbolic links"):
        load(loop)


def test_the_secrets_are_known_to_whoever_must_hide_them(tmp_path: Path) -> None:
    store = '[store]\nurl = "postgresql://ann:fake-secret-five@127.0.0.1/books"\n'
    provider = '[console.oidc]\nissuer = "https://login.example.com"\nclient_id = "bridge"\n'
    secret = 'client_secret = "fake-secret-four"\n'
    settings = load(written(tmp_path, LEAST + store + provider + secret))
    assert settings.secrets == (
        *("fake-secret-one", "fake-secret-two", "fake-secret-three"),
        *("fake-secret-four", "fake-secret-five"),
    )
    shown = repr(settings).replace(settings.store.url, "")
    assert "fake-secret" not in shown


@pytest.mark.parametrize(
    ("text", "mode", "found"),
    [
        (LEAST, 0o644, "client_secret"),
        (LEAST, 0o640, "client_secret"),
        (LEAST, 0o600, None),
        ("# client_secret = 'x'\nurl = ''\n", 0o644, None),
        ("client_secret = ''\n", 0o644, None),
        ("url = 'postgresql://a:pw@h/b'\n", 0o644, "the password of store.url"),
        ("url = 'postgresql://a@h/b'\n", 0o644, None),
    ],
)
def test_a_secret_that_others_may_read_is_found(
    tmp_path: Path, text: str, mode: int, found: str | None
) -> None:
    file = written(tmp_path, text)
    file.chmod(mode)
    assert secret_in_open_file(file) == found


@pytest.mark.parametrize("point", ["before:marked", "after:acknowledged", "before:tick_done#3"])
def test_a_rehearsal_names_a_commit_point(tmp_path: Path, point: str) -> None:
    settings: Any = load(written(tmp_path, f'crash_at = "{point}"\n{LEAST}'))
    assert settings.crash_at == point


def test_both_systems_are_asked_once_and_not_for_long_while_a_person_waits(tmp_path: Path) -> None:
    settings = load(written(tmp_path, LEAST))
    for one in (settings.netsuite, settings.salesforce):
        http = one.hurried.http
        assert (http.attempts_max, http.read_timeout_s) == (1, 10)
        assert one.http.attempts_max == 4


def test_a_proxy_is_an_address_or_a_network(tmp_path: Path) -> None:
    proxies = '[console]\nproxies = ["10.0.0.0/28", "::1"]\n'
    assert load(written(tmp_path, LEAST + proxies)).console.proxies == ("10.0.0.0/28", "::1")
    told = complaint(tmp_path, LEAST + '[console]\nproxies = ["*"]\n')
    assert "console.proxies.0" in told


@pytest.mark.parametrize("text", ["100,00 EUR", "1.000 EUR", "50.000,00 EUR"])
def test_a_threshold_that_can_be_read_two_ways_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="is not an amount of EUR"):
        amount(text)
