"""How an operation reaches what the API was built with.

Every dependency is a coroutine function, though it waits for nothing: one that is not would be
sent to another thread and back, at the cost of a whole read.
"""

from typing import Annotated

from fastapi import Depends, Request

from api.permissions import person
from api.ports import Dependencies, Person


async def dependencies(request: Request) -> Dependencies:
    found: Dependencies = request.app.state.deps
    return found


Deps = Annotated[Dependencies, Depends(dependencies)]


async def _who(request: Request) -> Person:
    return person(request)


Who = Annotated[Person, Depends(_who)]
