"""The tables of the rules as one page, ``docs/states.md``."""

from __future__ import annotations

from yunchuang.domain import calls, cases, consultations, deadlines, follow_ups, procedures, queueing, roles, tickets

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
## Order of a line (队伍)

By rank, then by position. Every rank but the last has its reason on the number, and everybody in the line sees it.

{queueing}
{cases}
A material marked as missing during the call, while the case is a draft or before the notice has gone out, is put
right on the spot (当场更正, 行政许可法 32③): no move is made and no correction notice is spent.

## After the end of a case

The outcome stays the state of a case; delivery and archive are dates beside it.

{after}
## The law's clock (法定时钟)

Day zero is the day from which a term counts (民法典 201); a term never ends on a day off (民法典 203). Working days
follow the yearly holiday notice; where it is not published yet, the date is left open and set when it is.

{clock}
Special procedures whose time does not count, told in writing with the days planned:

{procedures}
## Consultation (文字咨询)

{consultations}
## Following up a bad rating (差评回访整改)

{follow_ups}
## Who may do what

A column is how a person stands to the row; several can hold at once, and one ● is enough.

{roles}"""


RULES = {
    cases.RuleSet.PERMIT: "行政许可",
    cases.RuleSet.REGISTRATION: "市场主体登记",
    cases.RuleSet.PROPERTY: "不动产登记",
}


def _procedures(rules: cases.RuleSet) -> str:
    kinds = "、".join(procedures.WORDS[kind.value] for kind in procedures.KINDS[rules])
    return f"- `{rules.value}`: {kinds} ({procedures.ARTICLES[rules]})\n"


def document() -> str:
    """Return the page."""
    return _PAGE.format(
        command=PRINT_COMMAND,
        tickets=tickets.markdown(),
        calls=calls.markdown(),
        queueing=queueing.markdown(),
        follow_ups=follow_ups.markdown(),
        cases="\n".join(
            f"## Case (办件), rule set `{r.value}` ({RULES[r]})\n\n{cases.markdown(r)}" for r in cases.RuleSet
        ),
        after=cases.markdown_after(),
        clock=deadlines.markdown(),
        consultations=consultations.markdown(),
        procedures="".join(_procedures(rules) for rules in procedures.ARTICLES),
        roles=roles.markdown(),
    )
