"""Fitting: one more call where a script's length or hook is off, journalled as its own op."""

import asyncio
from collections.abc import Sequence
from typing import Any, Protocol

from domain.brief import Brief
from domain.prices import Provider
from domain.script import Script
from processors import estimates
from processors.call import Answered
from processors.errors import NotConfigured, Unavailable
from processors.fallback import chain
from processors.job import LeasedJob
from processors.ports import Metered


class ScriptFitter(Protocol):
    """Writes a script again so that it has the asked length."""

    @property
    def provider(self) -> Provider: ...

    @property
    def fit_prompt(self) -> str: ...

    def wishes(self, brief: Brief, script: Script) -> tuple[str, ...]:
        """What should change, in sentences; nothing where all is well."""
        ...

    async def fit(self, brief: Brief, script: Script) -> Metered[Script]: ...


async def fitted(
    job: LeasedJob[Any], fitters: Sequence[ScriptFitter], brief: Brief, made: Answered[Script]
) -> Answered[Script]:
    """The script that has fewer wishes left; the first one where nobody can mend it now."""
    script = made.answer
    if not fitters:
        return made
    wishes = await asyncio.to_thread(fitters[0].wishes, brief, script)
    if not wishes:
        return made
    try:
        again = await job.calls.first(
            chain(
                "fit-script",
                fitters,
                request=(brief, script, wishes),
                answer=Script,
                send=lambda it: it.fit(brief, script),
                estimate=estimates.tokens(
                    brief.source, script.text, written=estimates.script_tokens(brief.seconds)
                ),
                asked=(brief, script),
                prompt=lambda it: it.fit_prompt,
            )
        )
    except (Unavailable, NotConfigured):
        return made
    left = await asyncio.to_thread(fitters[0].wishes, brief, again.answer)
    return again if len(left) < len(wishes) else made
