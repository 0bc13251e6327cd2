"""
Ids of seeded records: a function of type and key alone, in Salesforce's own 18-character form.

The same algorithm stands in the bridge's model, written there a second time on purpose; a test
compares the two.
"""

import hashlib

BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
CHECKSUM_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
SHORT_LENGTH = 15
LONG_LENGTH = 18

# Key prefixes that Salesforce itself gives to these objects.
PREFIXES = {
    "Account": "001",
    "Contact": "003",
    "Opportunity": "006",
    "OpportunityLineItem": "00k",
    "OpportunityLineItemSchedule": "00o",
    "Product2": "01t",
    "PricebookEntry": "01u",
    "Pricebook2": "01s",
    "Asset": "02i",
    "Contract": "800",
    "Order": "801",
    "OrderItem": "802",
    "Quote": "0Q0",
    "QuoteLineItem": "0QL",
    "RecordType": "012",
    "User": "005",
    "Task": "00T",
}


def record_id(record_type: str, key: str) -> str:
    """
    Return the 18-character id of the seeded record with this type and key.

    >>> record_id("Order", "O-A")[:4], len(record_id("Order", "O-A"))
    ('8010', 18)
    """
    return eighteen(prefix_of(record_type) + "0" + _digits(f"{record_type}:{key}")[:11])


def prefix_of(record_type: str) -> str:
    """
    Return the three characters that the ids of a type begin with.

    >>> prefix_of("Order")
    '801'
    """
    known = PREFIXES.get(record_type)
    return known if known is not None else "a" + _digits(f"prefix:{record_type}")[:2]


def eighteen(identifier: str) -> str:
    """
    Return the 18-character form of an id of 15 or 18 characters; other text comes back unchanged.

    The three last characters encode which of the first fifteen are upper-case letters.

    >>> eighteen("001D000000IRFma")
    '001D000000IRFmaIAH'
    """
    if len(identifier) not in (SHORT_LENGTH, LONG_LENGTH):
        return identifier
    short = identifier[:SHORT_LENGTH]
    return short + "".join(_checksum(short[start : start + 5]) for start in (0, 5, 10))


def _checksum(five: str) -> str:
    mask = sum(1 << place for place, letter in enumerate(five) if "A" <= letter <= "Z")
    return CHECKSUM_ALPHABET[mask]


def _digits(text: str) -> str:
    """Write the SHA-256 of a text as a base 62 number, most significant character first."""
    number = int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")
    written = ""
    while number:
        number, digit = divmod(number, 62)
        written = BASE62[digit] + written
    return written
