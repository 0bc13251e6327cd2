"""
Texts of reports in files: never a formula, never a character that a file cannot hold.

A program for spreadsheets takes a cell that begins with one of a few characters for a formula and
computes it, which can call out of the machine of whoever opens the file (CWE-1236). Numbers are
written as numbers, so a negative amount needs no such care.
"""

import re

#: What begins a formula, also in its wide forms, also behind blanks.
_FORMULA = re.compile(r"[\s\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
#: What XML 1.0 has no form for, and halves of characters that UTF-8 has none for.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> str:
    """
    Return a text with what no file can hold spelt out.

    >>> len(plain("a" + chr(0) + "b"))
    6
    """
    return _UNWRITABLE.sub(lambda found: found[0].encode("unicode-escape").decode(), text)


def no_formula(text: str) -> str:
    """
    Return a text that no program computes: an apostrophe stands before what might be a formula.

    >>> no_formula("=1+1"), no_formula("a=1"), no_formula("-")
    ("'=1+1", 'a=1', "'-")
    """
    written = plain(text)
    return f"'{written}" if _FORMULA.match(written) else written
