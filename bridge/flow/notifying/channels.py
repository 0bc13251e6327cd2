"""The channels of the settings, each with what it wants and how it sends."""

from collections.abc import Callable
from datetime import timedelta

from bridge.adapters.notify.messages import Messenger
from bridge.adapters.notify.webhooks import Caller
from bridge.adapters.store.database import Store
from bridge.flow.notifying.telling import Channel, Telling, to_people, to_program
from bridge.model.calendar import Clock
from bridge.notices.signing import key_of
from bridge.settings import Settings
from bridge.settings.notify import NotifyRule, Webhook

#: So many passes may be missed before somebody is told: one may be slow, one may fail.
_PASSES_MISSED = 3
_GRACE = timedelta(minutes=1)


def telling(
    store: Store,
    settings: Settings,
    clock: Clock,
    passes: str,
    ends: Callable[[], bool] = lambda: False,
) -> Telling:
    """
    Return what tells of the books in a store; `passes` is their name in the timetable.

    Once the process `ends`, no delivery is begun any more.
    """
    base_url, notify = address(settings), settings.notify
    channels = (
        *(_of_rule(one, base_url) for one in notify.rules),
        *(_of_webhook(one, base_url, private=notify.private_addresses) for one in notify.webhooks),
    )
    return Telling(
        store=store,
        channels={one.name: one for one in channels},
        clock=clock,
        digest_at=notify.digest_at,
        passes=passes,
        patience=_PASSES_MISSED * timedelta(seconds=settings.sync.every_s) + _GRACE,
        ends=ends,
    )


def address(settings: Settings) -> str:
    """Return where people reach the console, without a slash at the end."""
    console = settings.console
    return console.base_url or f"http://{console.bind}:{console.port}"


def _of_rule(one: NotifyRule, base_url: str) -> Channel:
    messenger = Messenger(one.url.get_secret_value())
    return Channel(
        name=one.name,
        interest=one.interest,
        send=to_people(messenger, base_url),
        is_digest=not one.immediate,
    )


def _of_webhook(one: Webhook, base_url: str, *, private: bool) -> Channel:
    key = key_of(one.secret.get_secret_value())
    send = to_program(Caller(one.url, private=private), key, base_url)
    return Channel(name=one.name, interest=one.interest, send=send)
