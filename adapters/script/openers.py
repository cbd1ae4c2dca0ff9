"""Words that make a sentence lean on the one before: at its start, or left out at its end."""

import re

_PHRASES = {
    "en": """however|therefore|thus|hence|moreover|furthermore|besides|nevertheless|nonetheless|
        instead|otherwise|consequently|accordingly|similarly|likewise|meanwhile|afterwards|
        finally|also|then|so|but|and|or|nor|yet|still|too|this|that|these|those|it|its|they|their|
        them|he|his|him|she|her|such|both|neither|another|others|here|
        in addition|in contrast|by contrast|on the other hand|as a result|for example|
        for instance|for this reason|because of this|that is why|at that point|
        the (?:first|second|third|latter|former|other|same|next)|one (?:idea|reason|of them)""",
    "de": """jedoch|deshalb|daher|darum|dabei|dadurch|dafür|dagegen|damit|danach|daraus|außerdem|
        trotzdem|dennoch|allerdings|zudem|ferner|also|aber|und|oder|denn|doch|so|sonst|
        stattdessen|schließlich|dann|dort|hier|er|sie|es|sein|seine|seiner|ihre|ihr|ihnen|dies|
        diese|dieser|dieses|diesen|diesem|solche|beide|beides|zum beispiel|aus diesem grund""",
    "es": """sin embargo|por eso|por tanto|por lo tanto|así|además|también|entonces|pero|y|o|
        aunque|no obstante|en cambio|después|luego|finalmente|él|ella|ello|ellos|ellas|este|esta|
        esto|estos|estas|ese|esa|eso|esos|esas|su|sus|ambos|ambas|tal|por ejemplo|allí""",
    "fr": """cependant|pourtant|donc|ainsi|alors|ensuite|enfin|aussi|mais|et|ou|or|car|néanmoins|
        toutefois|en revanche|de plus|par exemple|c'est pourquoi|il|elle|ils|elles|ce|cet|cette|
        ces|cela|ceci|celui|celle|ceux|son|sa|ses|leur|leurs|là""",
    "it": """tuttavia|però|quindi|perciò|dunque|inoltre|infatti|così|poi|allora|anche|ma|e|o|
        invece|infine|lui|lei|loro|esso|essa|essi|questo|questa|questi|queste|quello|quella|tale|
        tali|ad esempio|per questo""",
    "pt": """porém|contudo|no entanto|portanto|assim|além disso|também|então|mas|e|ou|depois|
        finalmente|ele|ela|eles|elas|este|esta|isto|estes|estas|esse|essa|isso|esses|essas|seu|
        sua|seus|suas|tal|por exemplo|por isso""",
    "nl": """echter|daarom|dus|daardoor|daarna|bovendien|toch|maar|en|of|want|ook|toen|dan|hij|zij|
        ze|het|dit|dat|deze|die|zijn|haar|hun|zo|daar|bijvoorbeeld""",
    "zh": "但是?|然而|因此|所以|此外|而且|于是|同时|不过|另外|例如|他们?|她们?|它们?|这|那",
    "ja": "しかし|そのため|だから|また|そして|さらに|ただし|例えば|それ|これ|この|その|彼",
}
_SPACELESS = frozenset({"zh", "ja"})


def _compiled(code: str, phrases: str) -> re.Pattern[str]:
    joined = "".join(line.strip() for line in phrases.splitlines())
    end = "" if code in _SPACELESS else r"(?=[\s,;'’])"
    return re.compile(rf"[\"'“«„「‘¿¡(]*(?:{joined}){end}", re.IGNORECASE)


OPENERS = {code: _compiled(code, phrases) for code, phrases in _PHRASES.items()}

# A clause that opens with one of these says nothing without its main clause.
SUBORDINATE = {
    "en": """if when while because although though since until unless once whereas as before after
        and but or nor so yet that which who whose whom where how why what than whether""",
    "de": """wenn als während weil obwohl da bis falls sobald nachdem bevor dass ob und aber oder
        denn sondern dessen deren wo wie was""",
    "es": """si cuando mientras porque aunque como hasta y e o u pero sino que quien cuyo cuya
        donde""",
    "fr": "si quand lorsque tandis parce bien comme jusque et ou mais car que qui dont où",
    "it": "se quando mentre perché sebbene come finché e o ma che cui dove",
    "pt": "se quando enquanto porque embora como até e ou mas que cujo cuja onde",
    "nl": "als toen terwijl omdat hoewel totdat zodra en of maar want dat die wie waar",
}
# A stretch that opens with one of these is a mere circumstance until a verb has come.
PREPOSITIONS = {
    "en": """in on at by for from with without of to into onto over under below above after before
        during through along between among across about towards near upon since""",
    "de": """in im ins an am auf aus bei beim mit nach von vom vor zu zum zur über unter durch für
        gegen ohne um seit zwischen neben hinter""",
    "es": "en a al de del por para con sin sobre bajo desde hasta entre tras durante",
    "fr": "en à au aux de du des par pour avec sans sur sous dans depuis entre vers pendant",
    "it": "in a al di del da dal per con senza su sul sotto tra fra durante",
    "pt": "em no na a ao de do da por para com sem sobre sob desde entre durante",
    "nl": "in op aan bij met zonder van naar uit door over onder voor na tussen tijdens",
}

# `Only a third do.`, `Fire, not water, ended it.`: what is meant was said before.
ELLIPTIC = {
    "en": re.compile(
        r"\b(?:do|does|did|too|either|so|not|ones?|others?)[.!]$"
        r"|^(?:\S+\s+){1,7}(?:it|them|him)[.!]$",
        re.IGNORECASE,
    )
}
