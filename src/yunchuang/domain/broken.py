"""What every broken rule is: a fact with a stable code and what its words need."""

from __future__ import annotations

import re
from typing import ClassVar


class RuleBroken(Exception):
    """A rule of the service said no.

    ``code`` is the class name in snake_case and never changes; ``facts`` is what the words need.
    """

    code: ClassVar[str] = "rule_broken"

    def __init__(self, **facts: object) -> None:
        self.facts: dict[str, object] = facts
        super().__init__(self.code, facts)

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.code = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({told})"


class IllegalMove(RuleBroken):
    """The verb is not possible in this state; the tables of moves say which are."""

    def __init__(self, state: str, verb: str) -> None:
        super().__init__(state=state, verb=verb)
