"""How an operation reaches what the API was built with."""

from typing import Annotated

from fastapi import Depends, Request

from api.permissions import person
from api.ports import Dependencies, Person


def dependencies(request: Request) -> Dependencies:
    found: Dependencies = request.app.state.deps
    return found


Deps = Annotated[Dependencies, Depends(dependencies)]
Who = Annotated[Person, Depends(person)]
