"""The page of the register, as the readers, the sources and the schema have it."""

from tests.house.fields.register import MODELS, fates, objects

_HEAD = """\
# Fields

What becomes of every field of every Salesforce object that the bridge reads, by the model of the
order, and for opportunities that book by themselves. A field is *read* by the bridge itself,
becomes a *fact* for rules, or is *irrelevant* for a reason that the source files under
`config/rules/sources/` give. All others are *watched*: filled, they hold the deal as `UNREAD_FIELD`
until somebody names them in a source. Long text is for people. Where a feature needs a field that
few deals have, it is told as watched, and is read where that feature is.

Fields that the platform keeps on every record (ids, owner, who saved it and when) say nothing of a
deal. Fields that an org makes for itself are watched on every object. The fields are those of an
org with the packages of the model, and for plain orders and opportunities of an org that has all of
them. An org with
others shows them by its own description, and the same rules hold for them.
"""
_TITLES = {
    "cpq": "Salesforce CPQ",
    "revenue_cloud": "Revenue Cloud",
    "sales_cloud": "Plain orders",
    "opportunity": "Won opportunities",
}


def written() -> str:
    """The whole page, model by model."""
    parts = [_HEAD]
    for model in MODELS:
        parts.append(f"\n## {_TITLES[model]}\n")
        parts.extend(_object(model, name) for name in objects(model))
    return "".join(parts)


def _object(model: str, name: str) -> str:
    told = [
        f"- {fate}: {', '.join(f'`{field}`' for field in fields)}\n"
        for fate, fields in fates(model, name).items()
    ]
    return f"\n### {name} ({_TITLES[model]})\n\n{''.join(told)}"
