"""Rows that every page reads: the ORM writes their SELECT once, conditions are added as plain SQL.

Compiling such a query anew took longer than running it: a third of the time of a signed-in page (measured).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from typing import Any, Generic, TypeVar

from django.db import connection, models

F = TypeVar("F")


class Rows(Generic[F]):
    """Rows of one shape, of columns that come from the driver as they are, and of JSON in ``json_columns``."""

    def __init__(
        self,
        model: Callable[[], type[models.Model]],
        columns: Sequence[str],
        shape: Callable[..., F],
        *,
        json_columns: Collection[str] = (),
    ) -> None:
        self._model, self._columns, self._shape = model, columns, shape
        self._json_at = [place for place, name in enumerate(columns) if name in json_columns]
        self._select = ""

    def where(self, condition: str, values: Sequence[Any]) -> list[F]:
        """The rows for which ``condition`` (with order and limit, in SQL) holds."""
        if not self._select:
            rows = self._model()._default_manager.order_by().values_list(*self._columns)
            self._select = str(rows.query)
        with connection.cursor() as cursor:
            cursor.execute(f"{self._select} WHERE {condition}", values)
            return [self._shape(*self._read(row)) for row in cursor.fetchall()]

    def _read(self, row: Sequence[Any]) -> Sequence[Any]:
        if not self._json_at:
            return row
        read = list(row)
        for place in self._json_at:
            read[place] = json.loads(read[place])
        return read
