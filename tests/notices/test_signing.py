"""Signatures of webhooks, against an example that others published."""

import base64
from datetime import UTC, datetime

import pytest

from bridge.notices.signing import headers, key_of


def test_the_example_of_the_standard_is_signed_as_it_says() -> None:
    # docs.svix.com/receiving/verifying-payloads/how-manual
    signed = headers(
        key_of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        datetime.fromtimestamp(1614265330, UTC),
        b'{"test": 2432232314}',
    )
    assert signed == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


@pytest.mark.parametrize(
    "secret", ["", "whsec_", "whsec_not base64!", base64.b64encode(b"short").decode()]
)
def test_what_is_no_secret_is_told_without_repeating_it(secret: str) -> None:
    with pytest.raises(ValueError, match="a secret") as told:
        key_of(secret)
    assert not secret or secret not in str(told.value)
