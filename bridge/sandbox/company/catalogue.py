"""What the company sells, and what a year of it costs."""

from dataclasses import dataclass
from decimal import Decimal

from bridge.sandbox.company.records import Record

RECURRING, ONE_TIME = "Recurring", "One-Time"


@dataclass(frozen=True, slots=True)
class Product:
    """Something that sales can quote."""

    code: str
    name: str
    charge: str
    family: str
    prices: tuple[int, int]  #: of a unit for a year, or once: in USD, in EUR

    @property
    def key(self) -> str:
        """What its record is called in a seed."""
        return f"P-{self.code}"

    def price(self, currency: str, discount: int = 0) -> Decimal:
        """Return the price of a unit less a discount in percent; what is not USD costs as EUR."""
        listed = self.prices[0 if currency == "USD" else 1]
        return Decimal(listed) * (100 - discount) / 100

    def record(self) -> Record:
        """Return its record, as CPQ and plain orders need it."""
        fields: Record = {
            "type": "Product2",
            "key": self.key,
            "Name": self.name,
            "ProductCode": self.code,
            "Family": self.family,
            "IsActive": True,
            "SBQQ__ChargeType__c": self.charge,
            "SBQQ__BillingType__c": "Advance",
        }
        if self.charge == ONE_TIME:
            return fields
        return fields | {
            "SBQQ__SubscriptionPricing__c": "Fixed Price",
            "SBQQ__SubscriptionTerm__c": 12,
            "SBQQ__SubscriptionType__c": "Renewable",
            "SBQQ__BillingFrequency__c": "Annual",
        }


ENT = Product("ENT", "Enterprise seat", RECURRING, "Software", (1200, 1100))
ULT = Product("ULT", "Ultimate seat", RECURRING, "Software", (1800, 1650))
ONBOARDING = Product("ONBOARDING", "Onboarding", ONE_TIME, "Services", (5000, 4600))
#: Launched in August; nobody told finance.
ASSIST = Product("AI-ASSIST", "Northlight Assist", RECURRING, "Software", (360, 330))
#: Sold by a partner team of its own.
SUPPORT = Product("PREM-SUPPORT", "Premier support", RECURRING, "Services", (24000, 22000))
CREDITS = Product("CRED", "Prepaid credits", ONE_TIME, "Software", (0, 0))
API = Product("API", "API calls beyond the credits", "Usage", "Software", (0, 0))

PRODUCTS = (ENT, ULT, ONBOARDING, ASSIST, SUPPORT, CREDITS)
