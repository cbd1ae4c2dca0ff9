from datetime import timedelta

from tests.api.operations import BODIES
from tests.api.serving import Api
from tests.given import CHANNEL, NOON, TUNE

NEW = {"name": "Deep Sea", "language": "en"}
HERE = f"/api/v1/channels/{CHANNEL}"
DECIDED = {
    "disclosure": {"realistic": False},
    "audience": {"made_for_kids": False},
    "paid_promotion": {"included": True},
}


async def test_an_opened_channel_can_be_read_where_the_answer_says(api: Api) -> None:
    opened = await api.send("POST", "/api/v1/channels", NEW)
    assert opened.status_code == 201
    found = await api.read(opened.headers["Location"], after=opened)
    assert (found["name"], found["voice"], found["paused"]) == ("Deep Sea", "default", False)
    assert found["channel_id"] == opened.json()["channel_id"]


async def test_the_sixth_channel_is_refused_with_a_reason(api: Api) -> None:
    named = (NEW | {"name": f"Deep Sea {n}"} for n in range(6))
    answers = [await api.send("POST", "/api/v1/channels", it) for it in named]
    assert [it.status_code for it in answers] == [201, 201, 201, 201, 201, 409]
    assert answers[-1].json()["code"] == "channel-limit"


async def test_a_second_channel_of_a_name_is_refused_by_it(api: Api) -> None:
    await api.send("POST", "/api/v1/channels", NEW)
    again = await api.send("POST", "/api/v1/channels", NEW | {"name": "deep sea"})
    assert (again.status_code, again.json()["code"]) == (409, "channel-name-taken")
    assert "is called Deep Sea; name another" in again.json()["detail"]


async def test_a_channel_in_a_language_that_nobody_speaks_is_refused(api: Api) -> None:
    its = await api.send("POST", "/api/v1/channels", NEW | {"language": "zz"})
    assert (its.status_code, its.json()["code"]) == (422, "language-unknown")


async def test_a_channel_is_paused_and_resumed(api: Api) -> None:
    paused = await api.send("POST", f"{HERE}/pause", {"reason": "holidays"})
    assert (await api.read(HERE, after=paused))["paused_because"] == "holidays"
    resumed = await api.send("POST", f"{HERE}/resume")
    assert (await api.read(HERE, after=resumed))["paused"] is False


async def test_what_changes_nothing_says_so(api: Api) -> None:
    again = await api.send("POST", f"{HERE}/resume")
    assert (again.status_code, again.json()["code"]) == (200, "nothing-new")


async def test_defaults_are_decided_by_whoever_asks(api: Api) -> None:
    decided = await api.send("PUT", f"{HERE}/defaults", {"decided": DECIDED})
    found = await api.read(HERE, after=decided)
    assert found["decided"]["paid_promotion"] is True
    assert found["rights"] is None


async def test_publishing_unseen_is_granted_for_a_time_and_taken_back(api: Api) -> None:
    until = (NOON + timedelta(days=3)).isoformat()
    granted = await api.send("POST", f"{HERE}/auto-publish", {"until": until, "per_day": 2})
    assert (await api.read(HERE, after=granted))["auto_publish"]["per_day"] == 2
    revoked = await api.send("DELETE", f"{HERE}/auto-publish")
    assert (await api.read(HERE, after=revoked))["auto_publish"] is None


async def test_a_grant_without_an_end_in_sight_is_refused(api: Api) -> None:
    until = (NOON + timedelta(days=31)).isoformat()
    refused = await api.send("POST", f"{HERE}/auto-publish", {"until": until, "per_day": 2})
    assert (refused.status_code, refused.json()["code"]) == (422, "grant-time")


async def test_a_channels_format_holds_for_the_videos_that_say_nothing_else(api: Api) -> None:
    await api.send("PUT", f"{HERE}/format", {"resolution": "720p", "codec": "av1"})
    asked = BODIES["generate_video"] | {"format": {"fps": 60}}
    video = await api.send("POST", "/api/v1/videos/generate", asked)
    format = (await api.read(video.headers["Location"], after=video))["format"]
    assert format == {"resolution": "720p", "fps": 60, "codec": "av1"}
    assert (await api.read(HERE, after=video))["format"]["resolution"] == "720p"


async def test_a_channels_music_is_under_the_videos_that_say_nothing_else(api: Api) -> None:
    music = {"asset_id": str(TUNE), "speaking_lu": 24, "pausing_lu": 12}
    await api.send("PUT", f"{HERE}/music", music)
    asked = BODIES["generate_video"]
    video = await api.send("POST", "/api/v1/videos/generate", asked)
    found = await api.read(video.headers["Location"], after=video)
    assert found["music"] == music | {"name": "tune.flac"}
    assert (await api.read(HERE, after=video))["music"] == found["music"]
    quiet = await api.send("POST", "/api/v1/videos/generate", asked | {"without_music": True})
    assert (await api.read(quiet.headers["Location"], after=quiet))["music"] is None
    dropped = await api.send("DELETE", f"{HERE}/music")
    assert (await api.read(HERE, after=dropped))["music"] is None


async def test_music_that_is_louder_under_words_is_refused(api: Api) -> None:
    asked = {"asset_id": str(TUNE), "speaking_lu": 6, "pausing_lu": 12}
    refused = await api.send("PUT", f"{HERE}/music", asked)
    assert (refused.status_code, refused.json()["code"]) == (422, "music-level")


async def test_a_format_that_no_film_is_made_in_is_refused(api: Api) -> None:
    for asked in ({"fps": 29}, {"resolution": "480p"}, {"codec": "vp9"}):
        refused = await api.send("PUT", f"{HERE}/format", asked)
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid")


async def test_the_look_of_a_channels_films_is_decided_bit_by_bit(api: Api) -> None:
    await api.send("PUT", f"{HERE}/look", {"theme": "paper", "lower_third": "How nature works"})
    own = await api.send("PUT", f"{HERE}/look", {"colours": {"accent": "#7A1D10"}, "font": "serif"})
    look = (await api.read(HERE, after=own))["look"]
    assert (look["theme"], look["colours"]["accent"], look["font"]) == ("paper", "#7a1d10", "serif")
    assert (look["lower_third"], look["logo"]) == ("How nature works", None)


async def test_how_a_channel_speaks_is_decided_and_read(api: Api) -> None:
    decided = await api.send("PUT", f"{HERE}/personality", {"personality": "Dry wit.\nNo jokes."})
    assert (await api.read(HERE, after=decided))["personality"] == "Dry wit. No jokes."
    long = await api.send("PUT", f"{HERE}/personality", {"personality": "a" * 501})
    assert (long.status_code, long.json()["code"]) == (422, "personality-length")
    assert "has at most 500 characters, not 501; say less" in long.json()["detail"]


async def test_colours_that_cannot_be_read_are_refused_by_their_contrast(api: Api) -> None:
    refused = await api.send("PUT", f"{HERE}/look", {"colours": {"text": "#101830"}})
    assert (refused.status_code, refused.json()["code"]) == (422, "look-colour")
    assert "4.5 is the least" in refused.json()["detail"]


async def test_the_look_of_a_channels_captions_is_decided_and_read(api: Api) -> None:
    await api.send("PUT", f"{HERE}/captions", {"preset": "marker"})
    own = await api.send("PUT", f"{HERE}/captions", {"place": "high", "box": "#000000c0"})
    look = (await api.read(HERE, after=own))["captions"]
    assert (look["preset"], look["spoken_box"], look["place"]) == ("custom", "#ffd23f", "high")


async def test_captions_that_cannot_be_read_are_refused_with_what_would_help(api: Api) -> None:
    refused = await api.send("PUT", f"{HERE}/captions", {"outline_percent": 0, "box": ""})
    assert (refused.status_code, refused.json()["code"]) == (422, "caption-contrast")
    assert "an outline of 4 % or more, or a box" in refused.json()["detail"]


async def test_a_channels_captions_hold_for_the_videos_that_say_nothing_else(api: Api) -> None:
    await api.send("PUT", f"{HERE}/captions", {"preset": "bold"})
    asked = BODIES["generate_video"] | {"captions": {"place": "middle"}}
    video = await api.send("POST", "/api/v1/videos/generate", asked)
    look = (await api.read(video.headers["Location"], after=video))["captions"]
    assert (look["preset"], look["font"], look["place"]) == ("custom", "montserrat", "middle")
