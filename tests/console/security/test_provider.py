"""Signing in at an identity provider, as a browser does it, and what is not let in."""

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from bridge.adapters.oidc import IdentityProvider
from bridge.console.app import create_app
from bridge.people.accounts import Origin
from bridge.people.roles import Role
from tests.adapters.issuing import CLIENT
from tests.console.building import browser
from tests.console.security.housing import PAGE, House, house, path_of
from tests.flow.people.conftest import empty, nobody, people
from tests.flow.people.peopling import ADMIN, ANA, PASSWORD, WHY

__all__ = ["empty", "house", "nobody", "people"]
MACHINE = "bridge"


def test_the_first_sign_in_makes_an_account_with_the_roles_of_the_groups(house: House) -> None:
    visitor = house.visitor()
    page = visitor.get(f"/sign-in?next={PAGE}").text
    assert 'href="/sign-in/provider?next=/settings/users%3Ffrom%3Dmail"' in page
    assert "Sign in with Example" in page
    answer = house.signs_in(visitor, email="ana@example.com")
    assert (answer.status_code, answer.headers["location"]) == (303, PAGE)
    assert "sign-in" not in visitor.cookies
    assert visitor.get("/exceptions").status_code == 200
    ana = house.people.account(ANA)
    assert ana.roles == {Role.FINANCE_REVIEWER}
    assert (ana.has_password, ana.email) == (False, "ana@example.com")
    grant = house.register().holders[ANA].grants[Role.FINANCE_REVIEWER]
    assert (grant.by, grant.origin) == (MACHINE, Origin.GROUP)
    assert grant.reason == f"in finance at {house.issuer.url}"
    assert house.people.entries()[-2:] == [("ACCOUNT_MADE", MACHINE), ("ROLE_GRANTED", MACHINE)]


def test_roles_follow_the_groups_and_what_people_granted_stays(house: House) -> None:
    visitor = house.visitor()
    house.signs_in(visitor)
    house.people.administering().grant(ANA, Role.OPERATOR, WHY)
    answer = house.signs_in(visitor, name="Ana Newname", groups=["heads"])
    assert answer.status_code == 303
    assert house.people.account(ANA).roles == {Role.OPERATOR, Role.APPROVER, Role.VIEWER}
    house.signs_in(visitor, groups="heads")
    assert house.people.account(ANA).roles == {Role.OPERATOR, Role.APPROVER, Role.VIEWER}
    house.signs_in(visitor, groups=None)
    assert house.people.account(ANA).roles == {Role.OPERATOR}
    assert set(house.register().holders) == {ADMIN, ANA}


def test_who_is_in_no_group_with_a_role_is_told_so_and_has_no_account(house: House) -> None:
    visitor = house.visitor()
    answer = house.signs_in(visitor, groups=["lunch"])
    assert answer.status_code == 403
    assert "Ana Example at the identity provider, in no group that has a role here" in answer.text
    assert set(house.register().holders) == {ADMIN}
    assert visitor.get("/exceptions").status_code == 303


def test_who_left_the_only_group_is_signed_out_and_not_let_in(house: House) -> None:
    first, second = house.visitor(), house.visitor()
    house.signs_in(first)
    assert house.signs_in(second, groups=[]).status_code == 403
    assert house.people.account(ANA).roles == frozenset()
    assert [one.get("/exceptions").status_code for one in (first, second)] == [303, 303]


def test_the_last_administrator_by_group_stays_one(house: House) -> None:
    settings = house.console.provider.settings if house.console.provider else None
    assert settings is not None
    heads = settings.model_copy(update={"groups": {"heads": (Role.ADMIN,)}})
    provider = IdentityProvider(heads, house.people.watch)
    console = replace(house.console, provider=provider)
    told = House(house.people, house.issuer, console, create_app(console))
    told.signs_in(told.visitor(), groups=["heads"])
    house.people.administering(ANA).disable(ADMIN, WHY)
    assert told.signs_in(told.visitor(), groups=["lunch"]).status_code == 303
    assert house.people.account(ANA).roles == {Role.ADMIN}


def test_more_groups_than_a_token_tells_are_not_taken_for_none(house: House) -> None:
    visitor = house.visitor()
    house.signs_in(visitor)
    elsewhere = {"groups": "src1"}
    answer = house.signs_in(visitor, groups=None, _claim_names=elsewhere)
    assert answer.status_code == 403
    assert "more groups than the identity provider tells" in answer.text
    assert house.people.account(ANA).roles == {Role.FINANCE_REVIEWER}


def test_the_name_of_somebody_here_is_not_taken_over(house: House) -> None:
    answer = house.signs_in(house.visitor(), name="ada admin")
    assert answer.status_code == 403
    assert "has an account here that is not the one" in answer.text
    assert house.people.account(ADMIN).identity is None


def test_who_is_disabled_here_is_not_let_in(house: House) -> None:
    house.signs_in(house.visitor())
    house.people.administering().disable(ANA, WHY)
    answer = house.signs_in(house.visitor(), groups=["heads"])
    assert answer.status_code == 403
    assert "is disabled here" in answer.text
    assert house.people.account(ANA).roles == {Role.FINANCE_REVIEWER}


def test_who_signs_in_there_has_no_password_here(house: House) -> None:
    house.signs_in(house.visitor())
    form = {"name": ANA, "password": PASSWORD}
    assert house.visitor().post("/sign-in", data=form).status_code == 422


#: What may be wrong with a token, one at a time.
WRONG: tuple[dict[str, Any], ...] = (
    {"nonce": "another"},
    {"nonce": None},
    {"iss": "https://evil.example.com"},
    {"aud": "another client"},
    {"aud": [CLIENT, "another"], "azp": "another"},
    {"exp": 1},
    {"exp": None},
    {"iat": 4_000_000_000},
    {"sub": None},
    {"sub": ""},
    {"sub": "x" * 256},
    {"groups": {"finance": True}},
)


def test_a_token_that_is_not_for_this_sign_in_lets_nobody_in(house: House) -> None:
    visitor = house.visitor()
    for wrong in WRONG:
        answer = house.signs_in(visitor, **wrong)
        assert (answer.status_code, "sign in anew" in answer.text) == (502, True), wrong
    assert visitor.get("/exceptions").status_code == 303
    assert set(house.register().holders) == {ADMIN}


def test_clocks_may_differ_by_a_minute_and_no_more(house: House) -> None:
    now = int(house.people.watch().timestamp())
    assert house.signs_in(house.visitor(), exp=now - 59).status_code == 303
    assert house.signs_in(house.visitor(), exp=now - 60).status_code == 502
    assert house.signs_in(house.visitor(), iat=now + 60).status_code == 303
    assert house.signs_in(house.visitor(), iat=now + 61).status_code == 502


def test_only_the_keys_of_the_provider_sign(house: House) -> None:
    for signs in ("none", "HS256", "another key"):
        house.issuer.signs = signs
        answer = house.signs_in(house.visitor())
        assert answer.status_code == 502, signs
        assert "its ID token cannot be relied on" in answer.text
    assert set(house.register().holders) == {ADMIN}


def test_a_sign_in_comes_back_once(house: House) -> None:
    visitor = house.visitor()
    back = house.back(visitor)
    state = dict(parse_qsl(urlsplit(back).query))["state"]
    assert visitor.get(back).status_code == 303
    visitor.cookies.set("sign-in", state)
    answer = visitor.get(back)
    assert answer.status_code == 403
    assert "it was used, or took too long" in answer.text


def test_a_code_is_good_once(house: House) -> None:
    first, second = house.visitor(), house.visitor()
    used = house.back(first)
    first.get(used)
    asked = dict(parse_qsl(urlsplit(house.back(second)).query))
    code = dict(parse_qsl(urlsplit(used).query))["code"]
    answer = second.get(f"/sign-in/provider/answer?{urlencode({**asked, 'code': code})}")
    assert answer.status_code == 502
    assert "did not take the code" in answer.text


def test_a_sign_in_that_takes_too_long_is_over(house: House) -> None:
    visitor = house.visitor()
    back = house.back(visitor)
    house.people.watch.on(minutes=15)
    assert "took too long" in visitor.get(back).text


def test_a_sign_in_of_another_browser_is_not_taken(house: House) -> None:
    """Whoever follows a planted link would act as the one who planted it."""
    planted, victim = house.back(house.visitor()), house.visitor()
    assert "This browser did not begin this sign-in" in victim.get(planted).text
    house.back(victim)
    assert victim.get(planted).status_code == 403
    assert victim.get("/exceptions").status_code == 303


def test_an_answer_that_was_tampered_with_is_not_taken(house: House) -> None:
    visitor = house.visitor()
    for change, says in (
        ({"state": ""}, "did not begin"),
        ({"state": "\u00e9"}, "did not begin"),
        ({"code": ""}, "did not sign you in"),
        ({"iss": "https://evil.example.com"}, "Another identity provider answered"),
    ):
        asked = dict(parse_qsl(urlsplit(house.back(visitor)).query))
        answer = visitor.get(f"/sign-in/provider/answer?{urlencode({**asked, **change})}")
        assert (answer.status_code, says in answer.text) == (403, True), change
    assert "/token" not in house.issuer.asked


def test_nobody_is_led_to_another_site_afterwards(house: House) -> None:
    visitor = house.visitor()
    for goes_to in ("https://evil.example.com", "//evil", "/sign-in/provider"):
        away = visitor.get("/sign-in/provider", params={"next": goes_to})
        back = path_of(house.issuer.signed_in(away.headers["location"]))
        assert visitor.get(back).headers["location"] == "/"


def test_a_provider_that_does_not_fit_is_told_at_once(house: House) -> None:
    for described in (
        {"issuer": "https://evil.example.com"},
        {"token_endpoint": "http://evil.example.com/token"},
        {"authorization_endpoint": None},
    ):
        house.issuer.described = dict(described)
        answer = house.visitor().get("/sign-in/provider")
        assert answer.status_code == 422, described
        assert "The identity provider does not fit" in answer.text


def test_a_provider_that_does_not_answer_is_told(house: House) -> None:
    visitor = house.visitor()
    back = house.back(visitor)
    house.issuer.described = {"jwks_uri": f"{house.issuer.url}/nothing"}
    house.people.watch.on(minutes=10)  # as long as its description is kept
    answer = visitor.get(back)
    assert (answer.status_code, "no answer that can be read" in answer.text) == (503, True)


def test_a_console_without_a_provider_has_no_such_pages(house: House) -> None:
    visitor = browser(replace(house.console, provider=None))
    assert visitor.get("/sign-in/provider").status_code == 404
    assert visitor.get("/sign-in/provider/answer").status_code == 404
    assert "/sign-in/provider" not in visitor.get("/sign-in").text
