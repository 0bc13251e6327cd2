"""No test leaves this machine, whatever library it uses."""

import socket
from urllib.request import urlopen

import pytest


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1"])
def test_a_connection_to_another_machine_is_refused(host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with (
        socket.socket(family, socket.SOCK_STREAM) as line,
        pytest.raises(BaseException, match="use 127") as refusal,
    ):
        line.connect((host, 80))
    assert refusal.type.__name__ == "Unreachable"


def test_a_look_up_of_another_host_is_refused() -> None:
    with pytest.raises(BaseException, match=r"looks up example\.com"):
        urlopen("http://example.com")


def test_a_name_that_cannot_exist_is_not_found_as_anywhere() -> None:
    with pytest.raises(socket.gaierror):
        socket.create_connection(("netsuite.invalid", 443))


def test_loopback_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("localhost", port)):
            pass
