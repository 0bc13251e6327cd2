"""Programs for Node that put clients to work, and what they tell."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

CLIENTS = Path(sys.prefix) / "foreign-clients" / "node_modules"
PROGRAMS = Path(__file__).parent / "jsforce"


def node(program: Path, org: Mapping[str, str], environment: Mapping[str, str]) -> Any:
    """Run a program on an org, and return what it prints; skip the test where no client is."""
    if not CLIENTS.is_dir():
        pytest.skip(f"jsforce is not in {CLIENTS}: `make test` installs it")
    done = subprocess.run(
        [Path(sys.prefix) / "bin" / "node", program],
        env={**environment, "NODE_PATH": str(CLIENTS), "ORG": json.dumps(org)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
