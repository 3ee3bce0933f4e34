"""Work done beside a page while somebody reads it, so that the next key does not wait for it."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from typing import Generic, TypeVar

from pipeline.errors import PipelineError

T = TypeVar("T")
_WORKERS = 2


@cache
def _workers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(_WORKERS, thread_name_prefix="ahead")


class Ahead(Generic[T]):
    """One thing in the making, under what it rests on: another ``of``, and it is another thing."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._of: Hashable = None
        self._making: Future[T] | None = None

    def begin(self, of: Hashable, make: Callable[[], T]) -> None:
        """Begin to make it, unless just that is in the making or made."""
        if not self.begun(of):
            self._of, self._making = of, _workers().submit(make)

    def begun(self, of: Hashable) -> bool:
        """Tell whether it is in the making or made."""
        return self._making is not None and self._of == of

    def ready(self, of: Hashable) -> bool:
        """Tell whether it is made."""
        return self.begun(of) and self._making is not None and self._making.done()

    def take(self, of: Hashable) -> T | None:
        """Return it, waiting for what is in the making; None where it is not, or failed."""
        making, mine = self._making, self._of == of
        if making is None or not mine:
            return None
        self._making = None
        try:
            return making.result()
        except PipelineError:  # whoever needs it looks for themselves, and is told why
            return None
