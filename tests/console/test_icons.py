"""An icon that the sprite lacks is not shown, and nothing else tells of it."""

import re
from pathlib import Path

from bridge.console.navigation import PLACES

CONSOLE = Path("bridge/console")


def test_every_icon_of_a_page_is_in_the_sprite() -> None:
    (sprite,) = (CONSOLE / "static/vendor").glob("icons-*.svg")
    held = set(re.findall(r'id="([a-z-]+)"', sprite.read_text(encoding="utf-8")))
    pages = [one.read_text(encoding="utf-8") for one in (CONSOLE / "templates").rglob("*.html")]
    named = {name for page in pages for name in re.findall(r'icon\("([a-z-]+)"\)', page)}
    assert named | {place.icon for place in PLACES} <= held
    assert "keyboard" in named
