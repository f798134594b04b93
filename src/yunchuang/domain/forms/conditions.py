"""Conditions: the ``if`` of a form, in JSON Schema's words, and whether it holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final

OUTSIDE: Final = "@"
"""Begins the name of a fact that is not a field of the form."""

_KEYS: Final = frozenset({"properties", "required"})
_TESTS: Final = frozenset({"const", "enum", "contains"})


def holds(condition: Mapping[str, Any], values: Mapping[str, object]) -> bool:
    """Tell whether a condition holds, as JSON Schema means it: a property that is absent breaks nothing."""
    if any(name not in values for name in condition.get("required", ())):
        return False
    tests: Mapping[str, Any] = condition.get("properties", {})
    return all(_fits(test, values[name]) for name, test in tests.items() if name in values)


def _fits(test: Mapping[str, Any], value: object) -> bool:
    if "const" in test and not same(test["const"], value):
        return False
    if "enum" in test and not any(same(one, value) for one in test["enum"]):
        return False
    if "contains" in test and isinstance(value, list | tuple):
        return any(_fits(test["contains"], one) for one in value)
    return True


def same(one: object, other: object) -> bool:
    """Equal as JSON has it: true is not 1, 1 is 1.0."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return one == other


def names(condition: Mapping[str, Any]) -> frozenset[str]:
    """The fields and outside facts that a condition looks at."""
    return frozenset(condition.get("properties", ())) | frozenset(condition.get("required", ()))


def check(where: str, condition: Any, known: Collection[str]) -> None:
    """Pass when a condition is of the kind we understand and looks only at ``known`` names.

    Raises:
        ValueError: says where and what about it.
    """
    if not isinstance(condition, Mapping) or not condition:
        raise ValueError(f"{where}: must be an object with properties or required")
    unknown = set(condition) - _KEYS
    if unknown:
        raise ValueError(f"{where}: not understood: {', '.join(sorted(map(str, unknown)))}")
    _check_shape(where, condition)
    odd = {name for name in names(condition) if name not in known and not name.startswith(OUTSIDE)}
    if odd:
        raise ValueError(f"{where}: no such field before it: {', '.join(sorted(odd))}")


def _check_shape(where: str, condition: Mapping[str, Any]) -> None:
    tests, required = condition.get("properties", {}), condition.get("required", [])
    if not isinstance(tests, Mapping) or not isinstance(required, list | tuple):
        raise ValueError(f"{where}: properties must be an object, required a list")
    if any(not isinstance(name, str) for name in required):
        raise ValueError(f"{where}: required must hold names")
    for name, test in tests.items():
        _check_test(f"{where}: {name}", test)


def _check_test(where: str, test: Any) -> None:
    if not isinstance(test, Mapping) or not test or set(test) - _TESTS:
        raise ValueError(f"{where}: a test is const, enum or contains")
    if "enum" in test and not (isinstance(test["enum"], list | tuple) and test["enum"]):
        raise ValueError(f"{where}: enum must be a list that is not empty")
    if "contains" in test:
        _check_test(where, test["contains"])
