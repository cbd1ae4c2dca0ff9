"""One request by an SDK: whatever it raises leaves as `processors/errors.py` names it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar

from adapters.providers.faults import Faults
from adapters.providers.language_model import malformed
from processors.errors import CallError

Refusal = TypeVar("Refusal", bound=Exception)


@dataclass(frozen=True, slots=True)
class Raises(Generic[Refusal]):
    """What an SDK raises: a status that is no success, a broken connection, anything of its own.

    `means` says what a status is, by the provider's own codes.
    """

    status: type[Refusal]
    connection: type[Exception]
    other: type[Exception]
    means: Callable[[Faults, Refusal], CallError]


@asynccontextmanager
async def named(its: Faults, timeout_s: float, raises: Raises[Refusal]) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(timeout_s):
            yield
    except TimeoutError as late:
        raise its.unknown("did not answer in time") from late
    except raises.status as refused:
        raise raises.means(its, refused) from refused
    except raises.connection as broken:
        raise its.connection(broken.__cause__) from broken
    except (raises.other, ValueError) as unreadable:
        raise malformed(its.name, its.estimate) from unreadable
