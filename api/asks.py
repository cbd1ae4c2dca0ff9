"""How a command is carried out: by whom, under which key, and how it is answered."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID, uuid5

from fastapi import Depends, Request, Response

from api.dependencies import Deps
from api.idempotency import because, digest
from api.permissions import person
from api.ports import Dependencies
from commands.ports import Because, Command, Receipt
from domain.account import must_be_active
from domain.event import Refused
from domain.ids import AccountId, BlobId, account_stream


class Asking:
    """One person's one command; new ids derive from its key."""

    def __init__(
        self,
        request: Request,
        response: Response,
        deps: Dependencies,
        cause: Because,
    ) -> None:
        self._request = request
        self._response = response
        self._cause = cause
        self.deps = deps
        self.who = person(request)

    @property
    def account_id(self) -> AccountId:
        return self.who.account_id

    @property
    def by(self) -> str:
        return self.who.actor

    def new_id(self, what: str) -> UUID:
        """The same for every repeat of the key."""
        return uuid5(self._cause.command_id, what)

    def made_at(self, location: str) -> None:
        self._response.headers["Location"] = location

    async def carry_out(
        self, command: Command, about: UUID | None = None, then: str = ""
    ) -> Receipt:
        """Raises Refused, Reused, Busy. The answer says from which position on it can be read.

        All that is asked of a video, and done for it, is `about` the video. What follows from
        the same request by a command of its own is named by `then`.
        """
        cause = replace(self._cause, correlation_id=about) if about else self._cause
        if then:
            cause = replace(cause, command_id=self.new_id(then))
        receipt = await self.deps.ledger.carry_out(command, cause)
        self._response.headers["YT-Position"] = str(receipt.position)
        return receipt

    async def refuse_erased(self) -> None:
        """Before a file is written: none may stay of whoever is being erased. Raises Refused."""
        its = await self.deps.ledger.state(account_stream(self.account_id))
        tuple(must_be_active(its))

    async def carry_out_with(self, blob: BlobId, command: Command) -> Receipt:
        """The file goes again where an erasure began while it was written. Raises as above."""
        try:
            return await self.carry_out(command)
        except Refused as refused:
            if refused.code in ("account-erasing", "account-erased"):
                await self.deps.uploads.discard(self.account_id, blob)
            raise

    def of_form(self, fields: bytes) -> "Asking":
        """The digest of a form is that of its fields, with its file's hash among them."""
        cause = replace(self._cause, request_digest=digest(self._request, fields))
        return Asking(self._request, self._response, self.deps, cause)


async def _asking(
    request: Request, response: Response, deps: Deps, cause: Annotated[Because, Depends(because)]
) -> Asking:
    return Asking(request, response, deps, cause)


Ask = Annotated[Asking, Depends(_asking)]
