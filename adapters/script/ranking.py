"""Which sentences say most: a graph of likeness and PageRank on it (TextRank).

Mihalcea and Tarau, TextRank: Bringing Order into Texts, EMNLP 2004; likeness is the cosine of
TF-IDF vectors. Bounded: only the most promising `CANDIDATES_MAX` sentences enter the graph.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from adapters.script.language import Language
from adapters.script.sentences import Sentence
from adapters.script.terms import Weights, terms_of, weigh

CANDIDATES_MAX = 600
TERMS_MAX = 4_000
DAMPING = 0.85
ROUNDS_MAX, CHANGE_MIN = 60, 1e-6
LIKENESS_MIN = 0.05

Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class Ranked:
    """Candidates in the source's order with their scores (mean 1) and mutual likeness."""

    sentences: list[Sentence]
    scores: Matrix
    likeness: Matrix
    weights: Weights


def rank(sentences: list[Sentence], language: Language) -> Ranked:
    """Score sentences by how much of the text's meaning they share with all others."""
    terms = [terms_of(it.text, language) for it in sentences]
    weights = weigh(terms)
    chosen = _promising(sentences, terms, weights)
    vectors = _vectors([terms[it] for it in chosen], weights)
    likeness = vectors @ vectors.T
    return Ranked([sentences[it] for it in chosen], _page_rank(likeness), likeness, weights)


def _promising(sentences: list[Sentence], terms: list[list[str]], weights: Weights) -> list[int]:
    """The places of the best candidates, from every stretch of the text alike."""
    if len(sentences) <= CANDIDATES_MAX:
        return list(range(len(sentences)))
    stretches = np.array_split(np.arange(len(sentences)), CANDIDATES_MAX // 4)
    best: list[int] = []
    for stretch in stretches:
        ranked = sorted(stretch.tolist(), key=lambda at: -_promise(terms[at], weights))
        best.extend(ranked[:4])
    return sorted(best)


def _promise(terms: list[str], weights: Weights) -> float:
    return sum(weights.of(it) for it in set(terms)) / math.sqrt(len(terms) + 4)


def _vectors(term_lists: list[list[str]], weights: Weights) -> Matrix:
    used = {it for terms in term_lists for it in terms}
    heaviest = sorted(used, key=lambda term: (-weights.of(term), term))[:TERMS_MAX]
    column = {term: at for at, term in enumerate(heaviest)}
    vectors = np.zeros((len(term_lists), max(1, len(column))), np.float32)
    for row, terms in enumerate(term_lists):
        for term in terms:
            if term in column:
                vectors[row, column[term]] += weights.of(term)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), np.float32)


def _page_rank(likeness: Matrix) -> Matrix:
    """The stationary share of a reader who goes from sentence to like sentence; mean 1."""
    links = np.where(likeness > LIKENESS_MIN, likeness, 0)
    np.fill_diagonal(links, 0)
    total = links.sum(axis=1, keepdims=True)
    count = len(links)
    steps = np.where(total > 0, links / np.maximum(total, 1e-9), 1 / max(1, count))
    share = np.full(count, 1 / max(1, count))
    for _ in range(ROUNDS_MAX):
        after = (1 - DAMPING) / count + DAMPING * (share @ steps)
        settled = np.abs(after - share).sum() < CHANGE_MIN
        share = after
        if settled:
            break
    return np.asarray(share * count, np.float32)
