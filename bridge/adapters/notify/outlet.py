"""What every way out does: take a delivery, or say why not."""


class NotTaken(Exception):
    """A channel did not take a delivery; it says why in our words, without address or answer."""
