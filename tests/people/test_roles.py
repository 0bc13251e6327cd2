import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.people import roles
from bridge.people.roles import MATRIX, Permission, Reader, Role

#: The matrix as it was agreed on, cell by cell: a column for each role.
AGREED = """
                 viewer finance_reviewer rules_admin approver operator admin
see              x      x                x           x        x        x
check            x      x                x           x        x        x
triage           -      x                -           x        -        -
suggest_rules    -      x                x           -        -        -
draft_rules      -      -                x           -        -        -
plan_rules       -      -                x           x        -        -
approve_rules    -      -                -           x        -        -
decide           -      -                -           x        -        -
approve_merges   -      -                -           x        -        -
sign             -      -                -           x        -        -
run              -      -                -           -        x        -
administer       -      -                -           -        -        x
"""
HEAD, *ROWS = (line.split() for line in AGREED.strip().splitlines())
CELLS = [
    (Role(role), Permission(row[0]), cell)
    for row in ROWS
    for role, cell in zip(HEAD, row[1:], strict=True)
]
some_roles = st.frozensets(st.sampled_from(Role))
some_permissions = st.frozensets(st.sampled_from(Permission))


@pytest.mark.parametrize(("role", "permission", "cell"), CELLS)
def test_a_role_may_what_was_agreed_on(role: Role, permission: Permission, cell: str) -> None:
    allowed = cell == "x"
    assert roles.may([role], permission) is allowed
    assert (role in roles.roles_that_may(permission)) is allowed


def test_every_role_and_every_permission_is_in_the_matrix() -> None:
    assert {(role, permission) for role, permission, _ in CELLS} == {
        (role, permission) for role in Role for permission in Permission
    }
    assert set(MATRIX) == set(Role)


def test_nobody_may_both_draft_rules_and_approve_them_by_one_role() -> None:
    both = {Permission.DRAFT_RULES, Permission.APPROVE_RULES}
    assert [role for role in Role if both <= MATRIX[role]] == []


@given(some_roles, some_roles)
def test_roles_add_up(some: frozenset[Role], more: frozenset[Role]) -> None:
    together = roles.permissions(some | more)
    assert together == roles.permissions(some) | roles.permissions(more)


@given(some_roles, some_permissions, st.sampled_from(Permission))
def test_a_token_may_what_its_scope_and_the_roles_of_its_person_allow(
    held: frozenset[Role], scope: frozenset[Permission], permission: Permission
) -> None:
    reader = Reader(name="Ana", roles=held, scope=scope)
    assert reader.may(permission) is (permission in scope and roles.may(held, permission))


def test_who_has_no_role_may_nothing() -> None:
    assert Reader(name="Ana", roles=frozenset()).permissions == frozenset()
