"""Whatever is sent, the answer is an answer: no operation breaks."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.operations import BODIES, operations
from tests.api.serving import Api, serving

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=40)
    | st.sampled_from(["2026-01-01T00:00:00Z", "sha256:" + "0" * 64, "16:9", "en"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3)
    ),
    max_leaves=6,
)
NAMES = sorted(
    {
        *(name for body in BODIES.values() if body for name in body),
        *("title", "description", "tags", "script", "pictures", "thumbnail_asset_id"),
        *("disclosure", "paid_promotion", "publish_at", "seconds", "aspect", "language"),
    }
)
CHANGES = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4)
EXAMPLES = 40


@pytest.mark.no_cover
def test_no_body_breaks_any_operation(database_url: str, tmp_path: Path) -> None:
    with asyncio.Runner() as runner:
        entered = serving(database_url, tmp_path)
        api = runner.run(entered.__aenter__())
        commands = [it for it in operations(api.app) if it.method != "GET"]

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(CHANGES, st.booleans())
        def no_body_breaks(changes: dict[str, Any], whole: bool) -> None:  # noqa: FBT001 - drawn
            for it in commands:
                body = changes if whole or not it.body else it.body | changes
                runner.run(asked(api, it.method, it.address, body))

        try:
            no_body_breaks()
        finally:
            runner.run(entered.__aexit__(None, None, None))


async def asked(api: Api, method: str, address: str, body: Any) -> None:
    answer = await api.send(method, address, body)
    assert answer.status_code < 500, (method, address, body, answer.text)
