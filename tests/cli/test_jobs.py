from tests.cli.asking import Installation
from tests.given import VIDEO


async def test_a_film_that_waits_has_no_jobs_of_its_own(here: Installation) -> None:
    assert (await here.done("job", "list", "--video", str(VIDEO)))["items"] == []
    assert (await here.says("job", "list", "--state", "dead")).exit_code == 0
