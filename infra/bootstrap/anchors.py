"""Where anchors go: the place that ANCHORS names, else a folder in the home."""

from pathlib import Path

from adapters.anchors.folder import FolderAnchors
from adapters.anchors.s3 import S3Anchors
from infra.home import Home
from infra.settings import Settings
from processors.anchors import Anchors

BUCKET = "s3://"


def anchors(settings: Settings) -> Anchors:
    """The installation's own anchors, for whoever writes some."""
    return anchors_in(settings.anchors or str(Home(settings.ytempire_home).anchors))


def anchors_in(place: str) -> Anchors:
    """Anchors in a folder or a bucket: the installation's own, or an auditor's copy."""
    return S3Anchors(place) if place.startswith(BUCKET) else FolderAnchors(Path(place))
