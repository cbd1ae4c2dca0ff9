from tests.api.serving import Api


async def test_a_process_that_answers_is_alive(api: Api) -> None:
    assert (await api.as_(None).get("/healthz")).json() == {"status": "ok"}


async def test_a_process_that_can_do_its_work_is_ready(api: Api) -> None:
    assert (await api.as_(None).get("/readyz")).status_code == 200


async def test_what_does_not_work_is_named_and_nothing_else(api: Api) -> None:
    api.health.unwell = frozenset({"queue"})
    its = await api.as_(None).get("/readyz")
    assert (its.status_code, its.json()["code"]) == (503, "not-well")
    assert its.json()["detail"] == "Not working now: queue."
    assert its.headers["Retry-After"] == "1"


async def test_figures_count_requests_by_operation(api: Api) -> None:
    await api.get("/api/v1/channels")
    figures = (await api.get("/metrics")).text
    asked = 'http_requests_total{method="GET",operation="list_channels",status="200"} 1.0'
    assert asked in figures


async def test_views_say_how_far_they_are(api: Api) -> None:
    standing = await api.read("/api/v1/views")
    assert standing["head"] > 0
    assert {it["view"] for it in standing["views"]} >= {"video", "channel", "cost"}
