from dataclasses import replace

import pytest

from adapters.script.cleaning import blocks
from adapters.script.extractive import ExtractiveWriter, extract
from adapters.script.language import language
from adapters.script.pace import scenes_of, speech_seconds, told_seconds
from adapters.script.ranking import CANDIDATES_MAX, rank
from adapters.script.sentences import leans_on_what_came_before, sentences
from domain.brief import Brief
from domain.mode import Mode
from domain.prices import Metering, Usage
from domain.script import Script
from processors.errors import InvalidInput
from tests.adapters.script.given import TEXTS, brief_of

TUNNEL = (
    "Der Eisenbahntunnel wurde 1882 eröffnet. Der Grund dafür war einfach: Händler brauchten im "
    "Winter einen sicheren Weg über die Alpen. Viele Männer starben bei dem Bau. Das Wasser drang "
    "durch den Fels ein, und die Luft war schlecht. Seitdem fahren jeden Tag mehr als hundert Züge "
    "durch den Berg. Am Ende kostete der Tunnel 66 Millionen Franken."
)
CANAL = (
    "Le canal du Midi relie Toulouse à la mer Méditerranée. Il a été construit entre 1666 et 1681. "
    "Douze mille ouvriers ont creusé la terre pendant quinze ans. L'eau venait de la Montagne "
    "Noire, où un grand bassin la retenait. Au début, presque personne ne croyait au projet. Les "
    "platanes plantés le long des berges sont malades et doivent être abattus."
)
LONG_ENOUGH = [it for it in TEXTS if it != "transcript.en.txt"]


def spoken(script: Script) -> list[str]:
    return [it for scene in script.scenes for it in scene.sentences]


def plain(brief: Brief) -> str:
    spoken_in = language(brief.language)
    return " ".join(it.text for it in blocks(brief.source, spoken_in))


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("attempt", [1, 2, 3])
def test_every_sentence_stands_in_the_source_in_the_same_order(name: str, attempt: int) -> None:
    brief = brief_of(name, attempt=attempt)
    source, at = plain(brief), 0
    for sentence in spoken(extract(brief)):
        at = source.index(sentence, at) + len(sentence)
    assert at > 0, "something is said"


@pytest.mark.parametrize("name", LONG_ENOUGH)
@pytest.mark.parametrize("seconds", [30, 45, 60])
def test_the_asked_length_is_met_within_eight_percent(name: str, seconds: int) -> None:
    brief = brief_of(name, seconds)
    script = extract(brief)
    spoken_s = speech_seconds(plain(brief), language(brief.language))
    longest = told_seconds(spoken_s, scenes_of(spoken_s))
    assert script.seconds == pytest.approx(min(seconds, longest), rel=0.08)


@pytest.mark.parametrize("ratio", [0.85, 1.2])
def test_a_script_is_as_long_as_the_voice_takes_that_will_say_it(ratio: float) -> None:
    brief = replace(brief_of("eddystone.md"), length_ratio=ratio)
    script = extract(brief)
    usual_s = sum(speech_seconds(it, language("en")) for it in spoken(script))
    assert script.seconds == pytest.approx(45, rel=0.08)
    assert told_seconds(usual_s, len(script.scenes), ratio) == pytest.approx(
        script.seconds, abs=0.01
    )
    assert script.length_ratio == ratio


@pytest.mark.parametrize("name", TEXTS)
def test_there_are_four_to_eight_scenes_with_names_of_their_own(name: str) -> None:
    scenes = extract(brief_of(name, seconds=60)).scenes
    assert 4 <= len(scenes) <= 8
    assert len({it.heading for it in scenes}) == len(scenes)


@pytest.mark.parametrize("name", ["octopus.md", "eddystone.md", "ferryman.en.txt", "canal.es.txt"])
@pytest.mark.parametrize("seconds", [13, 15, 20, 30])
def test_a_short_film_has_four_scenes_none_of_them_half_of_it(name: str, seconds: int) -> None:
    brief = brief_of(name, seconds)
    scenes = extract(brief).scenes
    lengths = [speech_seconds(it.text, language(brief.language)) for it in scenes]
    assert len(scenes) == 4
    assert max(lengths) < 0.5 * sum(lengths)


@pytest.mark.parametrize("name", LONG_ENOUGH)
@pytest.mark.parametrize("seconds", [45, 60, 90])
def test_no_scene_outlasts_two_of_mean_length(name: str, seconds: int) -> None:
    brief = brief_of(name, seconds)
    scenes = extract(brief).scenes
    lengths = [speech_seconds(it.text, language(brief.language)) for it in scenes]
    assert max(lengths) <= 2 * sum(lengths) / len(scenes)


@pytest.mark.parametrize("name", TEXTS)
def test_headings_and_key_phrases_are_the_sources_own_words(name: str) -> None:
    brief = brief_of(name)
    source = plain(brief)
    for scene in extract(brief).scenes:
        assert scene.heading.casefold() in source.casefold()
        assert len(scene.heading.split()) <= 6
        assert scene.key_phrase in scene.text
        assert 0 < len(scene.key_phrase) <= 60
        assert scene.key_phrase.casefold() != scene.heading.casefold()


@pytest.mark.parametrize("name", ["octopus.md", "eddystone.md", "moor.de.txt", "canal.es.txt"])
def test_no_scene_opens_with_a_word_that_points_back(name: str) -> None:
    scenes = extract(brief_of(name)).scenes
    torn = [it.text for it in scenes if leans_on_what_came_before(it.text, language(name[-5:-3]))]
    assert torn == []


def test_the_title_is_the_sources_own_heading() -> None:
    assert extract(brief_of("eddystone.md")).title == "Four lights on the Eddystone"


def test_without_a_heading_a_central_phrase_is_the_title() -> None:
    paragraphs = brief_of("eddystone.md").source.split("\n\n")
    source = "\n\n".join(it for it in paragraphs if not it.startswith("#"))
    assert extract(Brief(source, 45, "en")).title == "Engineer of Trinity House"


def test_a_sentence_is_the_title_where_phrases_are_single_words_or_run_into_a_number() -> None:
    script = extract(Brief(TUNNEL, 40, "de"))
    assert script.title == "Der Eisenbahntunnel wurde 1882 eröffnet"
    assert all(len(it.heading.split()) <= 6 for it in script.scenes)
    assert not any(it.heading.isdigit() for it in script.scenes)


def test_a_whole_phrase_heads_a_scene_rather_than_a_heavier_word() -> None:
    headings = [it.heading for it in extract(Brief(CANAL, 40, "fr")).scenes]
    assert {"Mer Méditerranée", "Grand bassin"} <= set(headings)


def test_each_attempt_is_another_draft() -> None:
    drafts = {tuple(spoken(extract(brief_of("eddystone.md", attempt=n)))) for n in (1, 2, 3)}
    assert len(drafts) == 3


def test_the_same_brief_gives_the_same_script() -> None:
    assert extract(brief_of("octopus.md")) == extract(brief_of("octopus.md"))


def test_repeated_sentences_are_said_once() -> None:
    said = "The tower of grey stone was lit by twenty candles every night. "
    script = extract(Brief(said * 9 + brief_of("octopus.md").source[40:900], 60, "en"))
    assert len(spoken(script)) == len(set(spoken(script)))


def test_a_source_shorter_than_asked_is_told_whole() -> None:
    source = "The lamp burns. Oil feeds the flame. Glass bends light. Ships see beams far away."
    assert " ".join(spoken(extract(Brief(source, 45, "en")))) == source


def test_a_source_of_one_sentence_is_shown_in_its_clauses() -> None:
    source = (
        "The keeper climbed the narrow stair of the tower, the lamp swung slowly in his hand, "
        "the sea beat hard against the door, and the wind tore at the iron roof above him."
    )
    script = extract(Brief(source, 45, "en"))
    assert len(script.scenes) == 4
    assert " ".join(it.text for it in script.scenes) == source


def test_the_longest_text_enters_the_graph_with_its_best_sentences_alone() -> None:
    source = " ".join(f"Keeper {n} lit lamp{n % 97} on reef{n % 89}." for n in range(6_000))
    found = sentences(blocks(source, language("en")), language("en"))
    assert len(found) == 6_000
    assert len(rank(found, language("en")).sentences) == CANDIDATES_MAX


def test_a_source_without_a_sentence_is_invalid_input() -> None:
    with pytest.raises(InvalidInput) as refused:
        extract(Brief("```\ncode\n```", 45, "en"))
    assert refused.value.code == "source-has-no-sentences"


async def test_a_text_in_another_language_is_refused_by_the_writer() -> None:
    with pytest.raises(InvalidInput) as refused:
        await ExtractiveWriter().write(replace(brief_of("moor.de.txt"), language="en"))
    assert refused.value.code == "language-mismatch"


async def test_the_writer_meters_what_a_language_model_would() -> None:
    brief = brief_of("octopus.md")
    written = await ExtractiveWriter().write(brief)
    characters = sum(len(it.text) for it in written.answer.scenes)
    assert ExtractiveWriter.provider.mode is Mode.OFFLINE
    assert written.metering is Metering.ESTIMATED
    assert written.usage == (
        Usage("input_token", -(-len(brief.source) // 4)),
        Usage("output_token", -(-characters // 4)),
    )
