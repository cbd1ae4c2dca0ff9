"""What happened, in one sentence that anybody can read. One for every event there is."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.account import (
    AccountErased,
    AccountRegistered,
    ChannelSlotReleased,
    ChannelSlotReserved,
    ErasureBegun,
    ErasureFailed,
    ErasureRefused,
    LegalHoldLifted,
    LegalHoldPlaced,
)
from domain.asset import AssetUploaded, RightsDecided
from domain.budget import BudgetOpened, BudgetReleased, BudgetReserved, BudgetSpent
from domain.call import (
    CallAccepted,
    CallCostCameLate,
    CallFailed,
    CallIntended,
    CallOutcomeUnknown,
    CallReconciled,
    CallSucceeded,
)
from domain.cap import CapDecided
from domain.channel import (
    AutoPublishGranted,
    AutoPublishRevoked,
    AutoPublishUsed,
    CaptionsDecided,
    ChannelMusicChosen,
    ChannelOpened,
    ChannelPaused,
    ChannelResumed,
    DefaultsDecided,
    FormatDecided,
    LookDecided,
    PersonalityDecided,
)
from domain.cost import CostAdjusted, CostAlert
from domain.email_verification import EmailCodeRefused, EmailVerificationAsked, EmailVerified
from domain.event import Event
from domain.job import (
    JobCancelled,
    JobDeadLettered,
    JobDeferred,
    JobFailed,
    JobFellBack,
    JobFinished,
    JobOpened,
)
from domain.login import LoginClaimed
from domain.mail import MailFailed, MailIntended, MailOutcomeUnknown, MailSent, MailUnwritten
from domain.period import PeriodClosed, PeriodReopened
from domain.provider import BreakerClosed, BreakerOpened, BreakerProbed
from domain.system import EncoderProbed, EventDiscarded
from domain.video.changes import VariantChange
from domain.video.events import (
    MusicChosen,
    PublishApproved,
    SceneIllustrated,
    ScriptAccepted,
    ScriptDrafted,
    ScriptRejected,
    ThumbnailMade,
    VideoCancelled,
    VideoEdited,
    VideoFailed,
    VideoFlagged,
    VideoPackaged,
    VideoPublished,
    VideoReady,
    VideoRejected,
    VideoRendered,
    VideoRequested,
    VideoRetried,
    VideoVoiced,
)
from domain.video.narration_events import NarrationChosen
from domain.video.preview_events import PreviewFailed, PreviewMade, PreviewRequested
from domain.video.research_events import VideoResearched

MS_PER_S = 1_000

TEMPLATES: Mapping[type[Event], str] = MappingProxyType(
    {
        AccountRegistered: "Account registered as {it.role} on the plan {it.plan}",
        ChannelSlotReserved: "A place for a channel was taken",
        ChannelSlotReleased: "A place for a channel became free",
        LegalHoldPlaced: "The account must be kept: {it.reason}",
        LegalHoldLifted: "The account need not be kept any longer",
        EmailVerificationAsked: "A code to verify the account's address was asked for",
        EmailCodeRefused: "A code was entered that is not the one that was sent",
        EmailVerified: "The account's address was verified by the code that was sent there",
        ErasureBegun: "Erasure of the account begun",
        ErasureRefused: "Erasure of the account refused: {it.sentence}",
        ErasureFailed: "Erasure of the account came to a halt: {it.sentence}",
        AccountErased: "The account was erased: its key and its files are gone",
        AssetUploaded: "File {it.name} uploaded ({it.size_bytes:,} bytes, {it.media_type})",
        RightsDecided: "Rights decided: {it.rights.ownership}, {it.rights.licence}",
        CallIntended: "Call {it.name} to {it.provider.name} intended, attempt {it.attempt}",
        CallAccepted: "Attempt {it.attempt} of the call taken on as {it.reference}",
        CallSucceeded: "Call answered on attempt {it.attempt}",
        CallFailed: "Call failed on attempt {it.attempt}: {it.sentence}",
        CallOutcomeUnknown: "Outcome of the call unknown: {it.sentence}",
        CallReconciled: "Call reconciled with what became of attempt {it.attempt}",
        CallCostCameLate: "What attempt {it.attempt} of the call cost came late: {it.sentence}",
        ChannelOpened: "Channel {it.name} opened, speaking {it.language}",
        DefaultsDecided: "What holds for every film of the channel was decided",
        FormatDecided: "Films are made in {it.format.resolution} at {it.format.fps}"
        " frames a second, {it.format.codec}",
        CaptionsDecided: "Captions look {it.look.preset}: {it.look.font}, {it.look.size_percent} %"
        " of the usual size, {it.look.place}",
        LookDecided: "Films look {it.look.theme}",
        PersonalityDecided: "How the channel speaks was decided: {it.personality}",
        ChannelMusicChosen: "Music under films that say nothing else: {music}",
        ChannelPaused: "Channel paused: {it.reason}",
        ChannelResumed: "Channel resumed",
        AutoPublishGranted: "Auto-publish granted until {it.until:%Y-%m-%d}, {it.per_day} a day",
        AutoPublishRevoked: "Auto-publish revoked",
        AutoPublishUsed: "A film published under the channel's grant on {it.day}",
        BudgetOpened: "Spent of {it.of.name} before it was counted",
        BudgetReserved: "Room set aside in {it.of.name}",
        BudgetSpent: "Spent of {it.of.name}",
        BudgetReleased: "Room in {it.of.name} is free again",
        CapDecided: "Cap of the {it.of.scope} decided",
        CostAdjusted: "A cost was adjusted: {it.reason}",
        CostAlert: "Budget of the {it.scope} taken to {it.percent} % ({it.period})",
        JobOpened: "Job {it.kind} opened",
        JobFailed: "Try {it.failures} failed, the next follows: {it.sentence}",
        JobDeferred: "Waits until {it.retry_at:%H:%M:%S} UTC: {it.sentence}",
        JobFellBack: "{it.way}: {it.sentence}",
        JobDeadLettered: "Given up after {it.failures} tries: {it.sentence}",
        JobFinished: "Job finished",
        JobCancelled: "Job cancelled: {it.reason}",
        LoginClaimed: "An e-mail address was taken by the account",
        MailIntended: "Mail about {it.about} is about to leave, try {it.attempt}",
        MailSent: "Mail accepted by the mail server",
        MailFailed: "Mail not sent at try {it.attempt}: {it.sentence}",
        MailOutcomeUnknown: "Nobody knows whether the mail server took the mail",
        MailUnwritten: "Mail about {it.about} not written: {it.why}",
        PeriodClosed: "Books of {it.month} closed",
        PeriodReopened: "Books of {it.month} reopened",
        BreakerOpened: "Not asked for {it.circuit.work} for a while: {it.sentence}",
        BreakerProbed: "Asked once for {it.circuit.work}, to see whether it is back",
        BreakerClosed: "Asked for {it.circuit.work} again, by {it.by}",
        EncoderProbed: "Encoder {it.build} tried: {outcome}",
        EventDiscarded: "Event {it.position} left out of {it.view}: {it.reason}",
        VideoRequested: "Video of {it.seconds} s in {it.language}, {it.aspect}, requested",
        VideoResearched: "Topic researched; findings: {it.findings}, pages: {it.pages}",
        ScriptDrafted: "Draft {it.attempt} written, {it.scenes} scenes",
        ScriptAccepted: "Script accepted with a score of {it.score:.2f}",
        ScriptRejected: "Draft rejected with a score of {it.score:.2f}",
        VideoFlagged: "Every draft scored too low, the last {it.score:.2f}; a person must look",
        VideoPackaged: "Packaged as {it.title}",
        VideoVoiced: "Script spoken in {seconds:.1f} s, word times {it.alignment}",
        SceneIllustrated: "Picture of scene {scene} made",
        VideoRendered: "Film rendered: {it.facts.frames:,} frames in {seconds:.1f} s",
        PreviewRequested: "A preview was asked for",
        PreviewMade: "Preview made, {it.width}×{it.height}",
        PreviewFailed: "No preview could be made: {it.sentence}",
        ThumbnailMade: "Thumbnails made, one of them chosen",
        VideoReady: "Film passed inspection and waits for approval",
        VideoFailed: "Failed at {it.work.kind}: {it.sentence}",
        VideoRetried: "Asked to try again what failed",
        MusicChosen: "Music: {music}; the film is made with it",
        NarrationChosen: "Told by {whose}; the film is made with it",
        VideoEdited: "A person changed the {what}; any approval is void",
        PublishApproved: "Publication of exactly this film approved",
        VideoRejected: "Film rejected: {it.reason}",
        VideoPublished: "Film published on {it.platform}, {it.visibility}",
        VideoCancelled: "Video cancelled: {it.reason}",
    }
)


def sentence(happened: Event) -> str:
    return TEMPLATES[type(happened)].format(it=happened, **_for_people(happened))


def _for_people(happened: Event) -> Mapping[str, float | str]:
    """Scenes counted from 1, times in seconds."""
    match happened:
        case EncoderProbed(works=works, why=why):
            return {"outcome": "it works" if works else why}
        case SceneIllustrated(scene=scene):
            return {"scene": scene + 1}
        case VideoVoiced(duration_ms=ms):
            return {"seconds": ms / MS_PER_S}
        case VideoRendered(facts=facts):
            return {"seconds": facts.render_ms / MS_PER_S}
        case VideoEdited(change=change):
            return {"what": "thumbnail" if isinstance(change, VariantChange) else change.field}
        case ChannelMusicChosen(music=music) | MusicChosen(music=music):
            return {"music": music.name if music else "none"}
        case NarrationChosen(recording=recording):
            own = f"the recording {recording.name}" if recording else ""
            return {"whose": own or "the channel's voice"}
        case _:
            return {}
