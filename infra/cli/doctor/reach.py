"""Which links of a chain can do their work, as far as anybody knows, and what bars the others."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from infra.cli.doctor.capabilities import NAMES
from infra.cli.doctor.chains import voiceless
from infra.cli.doctor.prices import PRICE_GAP
from infra.worker.advice import VOICE_UNKNOWN
from processors.errors import QuotaExhausted, RateLimited, Unavailable

Found = dict[str, Any]
FILMS = frozenset({"script", "judge", "package", "moderation", "voice", "images"})
"""The chains without which no film can be made; a topic's research is not asked for by all."""

ANSWERS = frozenset({"", RateLimited.code})
"""Codes of an answer that says nothing against the provider."""

PASSING = frozenset({"malformed-answer", *(it.code for it in (Unavailable, QuotaExhausted))})
"""Codes of what passes by itself."""

ENDS = frozenset({VOICE_UNKNOWN})
"""Codes after which nobody else of a chain is asked: the job ends with them."""

CIRCUITS: Mapping[str, str] = MappingProxyType(
    {**{name: kind for kind, name in NAMES.items()}, "moderation": "write-script"}
)
"""By chain: the work by which its circuit breakers are told apart."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the machine knows of providers: those with keys, models that end, breakers."""

    providers: Iterable[Found]
    retiring: Iterable[Found]
    breakers: Iterable[Found]
    faults: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Of those on this machine, by the model's name without its digest: what keeps them back."""

    gaps: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    """By work, provider and model: why it is not sent anything, for want of a price."""


def looked_at(chains: Iterable[Found], its: Known) -> list[Found]:
    """The same chains; each link with `barred`: the code and sentence, or None."""
    return [
        {**it, "links": [_looked_at(it["work"], link, its) for link in it["links"]]}
        for it in chains
    ]


def faults(chains: Iterable[Found]) -> Iterator[str]:
    """Of every chain that films need, and of which nobody is left: one a reason."""
    alike: dict[Any, list[Found]] = {}
    for it in chains:
        if it["work"] in FILMS and _is_barred(it):
            alike.setdefault(_reasons(it), []).append(it)
    return (_nobody(*its) for its in alike.values())


def warnings(chains: Iterable[Found]) -> Iterator[str]:
    """The same of chains that only some films need."""
    return (_nobody(it) for it in chains if it["work"] not in FILMS and _is_barred(it))


def untold(chain: Found) -> list[Found]:
    """The links that no sentence on the whole chain tells of."""
    told = len(list(_asked(chain))) if _is_barred(chain) else 0
    return list(chain["links"][told:])


def unasked(chains: Iterable[Found]) -> list[str]:
    """The chains that only somebody outside can do, of whom nobody knows whether they would."""
    return [it["work"] for it in chains if it["work"] in FILMS and _hangs_on_outside(it)]


def _looked_at(work: str, link: Found, its: Known) -> Found:
    code, said = next(_bars(work, link, its), ("", ""))
    return {**link, "barred": {"code": code, "said": said} if code else None}


def _bars(work: str, link: Found, its: Known) -> Iterator[tuple[str, str]]:
    outside = next((it for it in its.providers if it["name"] == link["provider"]), None)
    if outside and outside["key_fault"]:
        yield "not-configured", outside["key_fault"]
    if link["answer"] and link["answer"]["code"] not in ANSWERS:
        yield link["answer"]["code"], link["answer"]["said"]
    yield from _of_model(work, link, its)
    if fault := voiceless(work, outside):
        yield VOICE_UNKNOWN, fault
    if outside:
        yield from _shut(work, outside, its.breakers)


def _of_model(work: str, link: Found, its: Known) -> Iterator[tuple[str, str]]:
    """What nobody has to be asked about."""
    name, model = link["provider"], link["model"]
    if fault := its.faults.get((name, model.partition("@")[0])):
        yield "not-configured", fault
    for it in its.retiring:
        if it["retired"] and (it["provider"], it["model"]) == (name, model):
            yield "model-retired", f"it was retired on {it['on']} and is not called"
    if gap := its.gaps.get((work, name, model)):
        yield PRICE_GAP, gap


def _shut(work: str, outside: Found, breakers: Iterable[Found]) -> Iterator[tuple[str, str]]:
    """Those that only a person opens again: what passes by itself is waited for."""
    for it in breakers:
        its = (it["provider"], it["key_fingerprint"], it["work"])
        asked = (outside["name"], outside["key_fingerprint"], CIRCUITS.get(work, work))
        if its == asked and it["until"] is None:
            yield it["code"], f"{it['sentence']} Then: ytempire providers reset {it['provider']}"


def _is_barred(chain: Found) -> bool:
    return all(it["barred"] for it in _asked(chain))


def _asked(chain: Found) -> Iterator[Found]:
    """Those whose turn comes where each that is barred is left for the next."""
    for it in chain["links"]:
        yield it
        if it["barred"] and it["barred"]["code"] in ENDS:
            return


def _hangs_on_outside(chain: Found) -> bool:
    left = [it for it in _asked(chain) if not it["barred"]]
    return bool(left) and all(it["outside"] and not it["answer"] for it in left)


def _reasons(chain: Found) -> tuple[tuple[str, ...], ...]:
    """Alike where the same keeps the same providers back, whatever their models."""
    return tuple(
        (it["provider"], *it["barred"].values()) if it["barred"] else _named(it)
        for it in chain["links"]
    )


def _nobody(*alike: Found) -> str:
    """Of chains with the same reasons; a model is named where it is that of all."""
    its = alike[0]
    tried = list(_asked(its))
    models = [{it["links"][n]["model"] for it in alike} for n in range(len(tried))]
    why = "; ".join(
        f"{' '.join(_named(it)[: 2 if len(same) == 1 else 1])}:"
        f" {it['barred']['said'].rstrip('.')}"
        f" ({it['barred']['code']})"
        for it, same in zip(tried, models, strict=True)
    )
    works = ", ".join(it["work"] for it in alike)
    settings = ", ".join(f"PROVIDERS__{it['work'].upper()}" for it in alike)
    passes = any(it["barred"]["code"] in PASSING for it in tried)
    mend = "Work waits for it, up to two days" if passes else "Mend that"
    said, way = f"nobody can be asked for {works}: {why}", "name somebody else in"
    if rest := its["links"][len(tried) :]:
        others = " and ".join(" ".join(_named(it)) for it in rest)
        said, way = f"{said}; {others} would not be asked after that", "put somebody else first in"
    return f"{said}. {mend}, or {way} {settings}"


def _named(link: Found) -> tuple[str, ...]:
    return link["provider"], link["model"]
