"""Who asks: a bearer token, looked at before anything else of the request is read."""

from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import Problem, problem
from api.ports import Person, Tokens

PUBLIC = frozenset({"/", "/healthz", "/readyz"})
PUBLIC_FOLDER = "/page/"
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="ytempire"'}


@dataclass(frozen=True, slots=True)
class Bearer:
    """Lets nobody past without a token, but to what is everybody's."""

    app: ASGIApp
    tokens: Tokens

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        person = self._person(Headers(scope=scope))
        scope.setdefault("state", {})["person"] = person if isinstance(person, Person) else None
        if isinstance(person, Problem) and not is_public(scope["path"]):
            await problem(scope, person)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _person(self, headers: Headers) -> Person | Problem:
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            sentence = "Send the owner's token: Authorization: Bearer <token>."
            return Problem("token-missing", sentence, headers=CHALLENGE)
        sentence = "This token is not known here; the owner's is in keys/owner-token."
        return self.tokens.person(token.strip()) or Problem(
            "token-wrong", sentence, headers=CHALLENGE
        )


def is_public(path: str) -> bool:
    return path in PUBLIC or path.startswith(PUBLIC_FOLDER)
