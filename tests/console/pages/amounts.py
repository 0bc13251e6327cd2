"""Every amount on a page, and whether it leads to what explains it."""

import re
from html.parser import HTMLParser

#: What looks like an amount in a table or a list of facts, also where nobody has called it one.
_AMOUNT = re.compile(r"(?<![\d.:-])\d[\d,]*\.\d{2}(?![\d.])")
#: Elements that never end.
_VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "rect", "line", "use"})


class Amounts(HTMLParser):
    """
    Reads a page; `led` has the amounts with a link to an explanation, `alone` the others.

    `bare` has what looks like an amount in a cell of a table or of a list of facts, and has no such
    link.
    """

    def __init__(self, page: str) -> None:
        super().__init__()
        self._open: list[tuple[str, str, str]] = []
        self.led: list[tuple[str, str]] = []
        self.alone: list[str] = []
        self.bare: list[str] = []
        self.feed(page.partition("<main")[2].partition("</main>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        if tag not in _VOID:
            self._open.append((tag, held.get("class", ""), held.get("href", "")))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        names = {name for _, names, _ in self._open for name in names.split()}
        refs = [href for tag, _, href in self._open if tag == "a"]
        is_led = bool(refs) and refs[-1].startswith("/explain?ref=")
        if not is_led and {"td", "dd"} & {tag for tag, _, _ in self._open}:
            self.bare += _AMOUNT.findall(data)
        if not {"money", "value"} & names or {"cur", "sr"} & names:
            return
        if any(each.isdigit() for each in data):
            if is_led:
                self.led.append((data, refs[-1]))
            else:
                self.alone.append(data)
