import ast
from collections.abc import Iterator

from api.errors import STATUS
from tests.architecture.files import modules


def test_every_refusal_of_the_domain_has_its_status() -> None:
    codes = set(refusals())
    assert {"video-unknown", "channel-limit"} < codes
    assert codes - set(STATUS) == set()


def refusals() -> Iterator[str]:
    for _, tree in modules("domain", "commands", "api"):
        for node in ast.walk(tree):
            match node:
                case ast.Call(
                    func=ast.Name(id="Refused" | "Problem"), args=[ast.Constant(value=code), *_]
                ):
                    yield str(code)
