"""Where an installation keeps something of an account, put together for whoever erases it."""

from adapters.publish.folder import FolderPublisher
from adapters.render.segments import Cleared
from infra.bootstrap.foundation import Foundation
from infra.security.belongings import LedgerBelongings
from infra.security.keys import kek_files
from infra.security.ring import KeyRing
from infra.security.vault import PostgresVault
from infra.settings import Settings
from infra.worker.segments import BlobSegments
from processors.traces import Passing, Traces


def vault(settings: Settings, its: Foundation) -> PostgresVault:
    files = kek_files(its.places.home.root, settings.kek_file)
    return PostgresVault(its.pool, KeyRing(files.read))


def segments(settings: Settings, its: Foundation) -> BlobSegments:
    return BlobSegments(its.pool, its.blobs, settings.making.shared_days)


def traces(settings: Settings, its: Foundation, *passing: Passing) -> Traces:
    """`passing`: what else is told of running work, such as progress in Redis."""
    home = its.places.home
    return Traces(
        vault(settings, its),
        LedgerBelongings(its.pool),
        its.blobs,
        FolderPublisher(home.films, its.blobs),
        (Cleared(home.cache / "segments"), segments(settings, its), *passing),
    )
