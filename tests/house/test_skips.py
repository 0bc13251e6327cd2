"""A test that is skipped says why; in CI it fails, so that nothing is left out unseen."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.planted import plant

ROOT = Path(__file__).resolve().parents[2]
SKIPS = "import pytest\n\ndef test_it():\n    pytest.skip('no server here')\n"
FAILS_AS_EXPECTED = "import pytest\n\n@pytest.mark.xfail\ndef test_it():\n    assert False\n"


def outcome(root: Path, text: str, environment: dict[str, str]) -> tuple[int, str]:
    """Run one test file under the conftest of this project; returns exit code and output."""
    plant(root, {"test_it.py": text, "pytest.ini": "[pytest]\n"})
    kept = {name: value for name, value in os.environ.items() if name != "CI"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider", "-ra"],
        cwd=root,
        env=kept | environment | {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout


def test_a_skipped_test_fails_in_ci_and_says_what_was_missing(tmp_path: Path) -> None:
    code, said = outcome(tmp_path, SKIPS, {"CI": "true"})
    assert code == pytest.ExitCode.TESTS_FAILED
    assert "no server here" in said


@pytest.mark.parametrize(
    ("text", "environment"), [(SKIPS, {}), (FAILS_AS_EXPECTED, {"CI": "true"})]
)
def test_elsewhere_it_is_skipped(tmp_path: Path, text: str, environment: dict[str, str]) -> None:
    code, _ = outcome(tmp_path, text, environment)
    assert code == pytest.ExitCode.OK
