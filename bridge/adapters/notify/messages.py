"""Messages to people, through any service that Apprise knows: mail, chat and others."""

import importlib
from dataclasses import dataclass
from typing import Any

from bridge.adapters.notify.outlet import NotTaken
from bridge.notices.wording import Message


@dataclass(frozen=True, slots=True)
class Messenger:
    """One channel, by its address in the notation of Apprise; the address is a secret."""

    url: str

    def send(self, message: Message) -> None:
        """
        Send a message.

        Raises NotTaken if the service did not take it, or if nobody knows the kind of address. Why
        a service refuses, Apprise tells its log alone, with addresses in it, which is not kept.
        """
        # Half a second to load it, which only a message that is to go out is worth.
        apprise: Any = importlib.import_module("apprise")
        # Nothing of a message is a template, a file or a command.
        outlet = apprise.Apprise(asset=apprise.AppriseAsset(plugin_paths=[], secure_logging=True))
        if not outlet.add(self.url):
            raise NotTaken("Apprise knows no service of that address")
        if not outlet.notify(
            title=message.title, body=message.text, body_format=apprise.NotifyFormat.TEXT
        ):
            raise NotTaken("the service did not take the message")
