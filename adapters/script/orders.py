"""Orders to a model, as texts from outside may hold them."""

import re

ORDER = re.compile(
    r"(?:^|[.:;,!]\s|\b(?:please|now|must|should|to|and)\s)"
    r"(?:ignore|disregard|forget|override|obey|follow|reveal|repeat)\b.{0,60}"
    r"\b(?:instruction|rule|prompt|order|guideline)"
    r"|\b(?:ignoriere|vergiss|befolge)\b.{0,60}\b(?:anweisung|regel)"
    r"|\b(?:ignora|olvida|sigue)\b.{0,60}\binstruccion"
    r"|\b(?:ignore|oublie|suis)[sz]?\b.{0,60}\b(?:instruction|consigne)"
    r"|\b(?:system|developer) (?:prompt|message)\b|\bim_(?:start|end)\b"
    r"|^(?:system|developer|assistant|user)\b[^.]{0,20}:"
    r"|\byou are (?:now|an? (?:ai|assistant|language model))\b|\bas an? (?:ai )?language model\b"
    r"|\bdear (?:judge|model|assistant|ai)\b",
    re.IGNORECASE,
)
"""What is said to a model and to nobody else. It is no proof against all such words: whoever
reads the facts next reads them as data too."""
