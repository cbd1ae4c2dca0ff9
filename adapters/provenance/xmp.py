"""The XMP packet that says how a file was made, and the SHA-256 of the file without it.

XMP is ISO 16684-1; the property is `DigitalSourceType` of IPTC's extension schema.
"""

import re
from dataclasses import dataclass

from domain.provenance import CODES, DigitalSource

PACKET_MAX_BYTES = 60_000
"""Less than one JPEG segment holds; a longer one is not ours, and is not read."""

_PACKET = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:ytempire="urn:ytempire:provenance:1"
 Iptc4xmpExt:DigitalSourceType="{source}"
 xmp:CreatorTool="YTEMPIRE"
 ytempire:EssenceSha256="{essence}"/>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""
_SOURCE = re.compile(rf"DigitalSourceType[^<]{{0,40}}?{re.escape(CODES)}(\w{{1,64}})".encode())
_ESSENCE = re.compile(rb'EssenceSha256="([0-9a-f]{64})"')


@dataclass(frozen=True, slots=True)
class Mark:
    """What a file says of itself; `essence` is empty in a mark that others set.

    `holds` says that the rest of the file is what it was when it was marked.
    """

    source: str
    essence: str
    holds: bool


def packet(source: DigitalSource, essence_sha256: str) -> bytes:
    return _PACKET.format(source=source.uri, essence=essence_sha256).encode()


def read(data: bytes, essence_sha256: str) -> Mark | None:
    """What a packet says, given the hash of what it lies in; None where it names no source.

    It is searched, not parsed: nothing in a file from outside is expanded or resolved.
    """
    found = _SOURCE.search(data[:PACKET_MAX_BYTES])
    if found is None:
        return None
    told = _ESSENCE.search(data[:PACKET_MAX_BYTES])
    essence = told[1].decode() if told else ""
    return Mark(found[1].decode(), essence, essence == essence_sha256)


def told_in(data: bytes) -> DigitalSource | None:
    """What a file of any format says of itself, wherever in it that stands uncompressed."""
    found = _SOURCE.search(data)
    return known(Mark(found[1].decode(), "", holds=False)) if found else None


def known(mark: Mark | None) -> DigitalSource | None:
    """The source, where it is one that decides how a film has to be marked."""
    if mark is None or mark.source not in set(DigitalSource):
        return None
    return DigitalSource(mark.source)
