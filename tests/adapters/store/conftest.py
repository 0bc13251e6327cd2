"""The tests of the store run on both databases."""

from tests.databases import postgres_server, postgres_template, store_url

__all__ = ["postgres_server", "postgres_template", "store_url"]
