"""The tables of the rules as one page, ``docs/states.md``."""

from __future__ import annotations

from yunchuang.domain import calls, cases, follow_ups, roles, tickets

PRINT_COMMAND = "python -c 'from yunchuang.domain import tables; print(tables.document(), end=str())' > docs/states.md"

_PAGE = """# States, and who may do what

Printed from the tables in `src/yunchuang/domain`; a test keeps this page in step. To print it again:

```sh
{command}
```

A move that is not in a table is refused.

## Ticket (号)

{tickets}
## Call (视频)

{calls}
## Case (办件), rule set `permit` (行政许可)

{cases}
A material marked as missing while the case is still a draft, during the call, is put right on the
spot (当场更正, 行政许可法 32③): no move is made and no correction notice is spent.

## Following up a bad rating (差评回访整改)

{follow_ups}
## Who may do what

A column is how a person stands to the row; several can hold at once, and one ● is enough.

{roles}"""


def document() -> str:
    """Return the page."""
    return _PAGE.format(
        command=PRINT_COMMAND,
        tickets=tickets.markdown(),
        calls=calls.markdown(),
        cases=cases.markdown(cases.RuleSet.PERMIT),
        follow_ups=follow_ups.markdown(),
        roles=roles.markdown(),
    )
