"""The groups of settings: every limit with its unit in its name, and a sentence."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Seconds = Annotated[float, Field(gt=0)]
Count = Annotated[int, Field(ge=1)]
Encoder = Literal["auto", "x264", "x265", "svtav1", "nvenc"]
Rate = Annotated[str, Field(pattern=r"^\d+(\.\d{1,9})?$")]
Retries = Annotated[int, Field(ge=0)]
Bytes = Annotated[int, Field(gt=0)]
MetricsPort = Annotated[int, Field(ge=0, le=65535)]


class Group(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Http(Group):
    """Where the API listens."""

    host: str = Field("127.0.0.1", description="Address to listen on; loopback unless asked.")
    port: int = Field(8000, ge=1, le=65535, description="TCP port to listen on.")
    body_bytes: Bytes = Field(2**20, description="A request's body, if it is no file.")
    text_bytes: Bytes = Field(4 * 2**20, description="A source text.")
    image_bytes: Bytes = Field(64 * 2**20, description="A picture.")
    clip_bytes: Bytes = Field(2**29, description="A video clip.")
    music_bytes: Bytes = Field(512 * 2**20, description="A file of music.")
    music_s: Count = Field(3 * 3_600, description="How long music may last.")
    query_characters: Count = Field(10_000, description="Everything after a question mark.")
    retry_after_s: Count = Field(1, description="What a busy answer asks a client to wait.")
    live_streams: Count = Field(20, description="Live streams of one process at once.")
    live_beat_s: Seconds = Field(15, description="Between signs of life on a live stream.")
    live_step_s: Seconds = Field(0.5, description="Between looks of a live stream.")
    live_s: Seconds = Field(3_600, description="A live stream ends then; clients come again.")
    graceful_s: Seconds = Field(5, description="For requests in hand when told to stop.")


class Embedded(Group):
    """PostgreSQL and Redis as children of ours, and every other child's life."""

    postgres_start_s: Seconds = Field(30, description="Until ready, crash recovery included.")
    redis_start_s: Seconds = Field(15, description="Until ready, reading its log included.")
    stop_s: Seconds = Field(15, description="Between asking a child to stop and killing it.")
    restart_first_s: Seconds = Field(0.2, description="Wait before a child's first restart.")
    restart_last_s: Seconds = Field(10, description="The longest wait before a restart.")
    postgres_connections: Count = Field(50, description="Connections PostgreSQL accepts.")
    redis_bytes: Bytes = Field(256 * 2**20, description="Memory Redis may use; then it refuses.")
    log_bytes: Bytes = Field(10 * 2**20, description="A log longer than this is set aside once.")


class Ledger(Group):
    """How commands are carried out."""

    connections: Count = Field(4, description="PostgreSQL connections of one process.")
    connection_wait_s: Seconds = Field(5, description="Until a free connection; then try later.")
    lock_s: Seconds = Field(2, description="Until it is a writer's turn; then try later.")
    statement_s: Seconds = Field(5, description="Time for one statement.")
    tries: Count = Field(4, description="Tries of a command that others overtook.")
    streams_held: Count = Field(10_000, description="Folded streams kept in memory.")
    waiting: Count = Field(5_000, description="Commands that may wait; more try later.")
    batch_events: Count = Field(500, description="Events, and commands, of one transaction.")
    wary_s: Seconds = Field(0.1, description="Lock first, so long after another overtook one.")


class Rebuild(Group):
    """How tables are built again, beside those that are read meanwhile."""

    page_events: Count = Field(5_000, description="Events folded before others get a turn.")
    rows_held: Count = Field(300_000, description="Rows kept in memory, about 1 KiB each.")
    last_events: Count = Field(500, description="Events that may be left for the switch itself.")
    lock_s: Seconds = Field(1, description="Until the projector has finished its page.")
    keep_s: Seconds = Field(86_400, description="What was read before is kept up to date so long.")
    grace_s: Seconds = Field(10, description="Until everybody reads what was switched to.")
    look_s: Seconds = Field(60, description="Between looks for what is to be built or dropped.")
    free_bytes: Bytes = Field(2**28, description="Free disk left beside a build.")


class Projector(Group):
    """How events become tables."""

    page_events: Count = Field(20_000, description="Events folded at once, if so many wait.")
    poll_s: Seconds = Field(0.25, description="Between looks at the ledger, if nothing wakes it.")
    lead_s: Seconds = Field(1, description="Until a projector asks again whether to take over.")
    tries: Count = Field(3, description="Tries of an event that cannot be folded.")
    retry_s: Seconds = Field(0.1, description="Between such tries, and before it reconnects.")
    metrics_port: MetricsPort = Field(0, description="First of ten on loopback, e.g. 8003; 0: off.")
    rebuild: Rebuild = Rebuild()


class Views(Group):
    """How tables are read."""

    connections: Count = Field(8, description="PostgreSQL connections of one process.")
    connection_wait_s: Seconds = Field(5, description="Until a free connection; then try later.")
    statement_s: Seconds = Field(5, description="Time for one question.")
    fresh_wait_s: Seconds = Field(2, description="How long a read waits to be fresh enough.")


class AsOf(Group):
    """How one account's past is folded for a request."""

    at_once: Count = Field(2, description="Such requests of one process at a time.")
    wait_s: Seconds = Field(2, description="Until one of them is done; then try later.")
    events: Count = Field(50_000, description="Events of the account up to there.")
    page_events: Count = Field(1_000, description="Events folded before others get a turn.")
    fold_s: Seconds = Field(10, description="Time for the folding.")
    statement_s: Seconds = Field(5, description="Time for one statement.")
    lock_s: Seconds = Field(2, description="Until who writes has finished; then try later.")


class Step(Group):
    """The budget of one inner step: time for a try, and how many more follow a failure."""

    timeout_s: Seconds = Field(description="Time for one try.")
    retries: Retries = Field(description="Tries after the first.")


class Steps(Group):
    """Budgets of a processor's own steps, and the marks at which a call raises an alert."""

    preprocessing: Step = Step(timeout_s=5, retries=3)
    inference: Step = Step(timeout_s=30, retries=2)
    postprocessing: Step = Step(timeout_s=5, retries=3)
    quality_check: Step = Step(timeout_s=2, retries=1)


class Calls(Group):
    """Hard limits of paid calls: generous, since one cut short leaves its cost unknown."""

    language_model_s: Seconds = Field(120, description="One text from a language model.")
    research_s: Seconds = Field(240, description="One topic's facts, all searches included.")
    image_s: Seconds = Field(180, description="One image.")
    voice_s: Seconds = Field(120, description="One narration.")
    upload_part_s: Seconds = Field(60, description="One part of an upload.")


class Worker(Group):
    """How a worker holds a job. A job that takes longer than its kind may is tried again."""

    lease_s: Seconds = Field(15, description="A worker not heard of for so long has lost its job.")
    beat_s: Seconds = Field(2, description="Between renewals, and looks whether it is wanted.")
    graceful_s: Seconds = Field(10, description="For the job in hand when told to stop.")
    progress_s: Seconds = Field(0.5, description="Between two tellings of how far work is.")
    reconnect_s: Seconds = Field(1, description="Before a lost queue is looked for again.")
    poll_s: Seconds = Field(0.5, description="Between looks at the queue, if nothing wakes it.")
    metrics_port: MetricsPort = Field(0, description="First of ten on loopback, e.g. 8002; 0: off.")
    deadlines_s: dict[str, Seconds] = Field(
        {
            "research": 420,
            "write-script": 180,
            "judge-script": 180,
            "package": 180,
            "narrate": 600,
            "illustrate": 240,
            "render": 7_200,
            "make-thumbnail": 240,
            "inspect": 1_800,
            "publish": 7_200,
            "erase-account": 7_200,
        },
        description="The longest a job of each kind may take: its paid call, and time around it.",
    )
    deadline_s: Seconds = Field(600, description="The same for a kind that is not named.")


class Dispatcher(Group):
    """How workers are woken."""

    waiting_max: Count = Field(20_000, description="Due jobs that are woken for; more wait.")
    next_max: Count = Field(1, description="Of one account and kind, read before all others.")
    poll_s: Seconds = Field(1, description="Between looks at the jobs, if nothing wakes it.")
    lead_s: Seconds = Field(0.25, description="Until a dispatcher asks again to take over.")
    answer_s: Seconds = Field(5, description="Time for an answer of Redis.")
    rewake_s: Seconds = Field(2, description="Until a woken job that nobody took is woken again.")
    tidy_s: Seconds = Field(30, description="Between clearances of what workers left behind.")
    stale_s: Seconds = Field(60, description="A read wake-up this old is cleared away.")
    reconnect_s: Seconds = Field(1, description="Before a lost server is looked for again.")
    metrics_port: MetricsPort = Field(0, description="First of ten on loopback; 0: off.")


class Audit(Group):
    """How what was recorded is sealed."""

    seal_events: Count = Field(1_000, description="Events of one seal at most.")
    seal_s: Seconds = Field(60, description="No event waits longer for its seal.")
    poll_s: Seconds = Field(1, description="Between looks whether a seal is due.")


class Making(Group):
    """What making films may use of this machine."""

    render_processes: Count = Field(2, description="Processes that render one film together.")
    clip_s: Seconds = Field(600, description="The longest video clip that is taken.")
    decode_s: Seconds = Field(120, description="Processor's time for one picture of a clip.")
    decode_bytes: Bytes = Field(2**31, description="Memory of a process that decodes a clip.")
    cache_bytes: Bytes = Field(4 * 2**30, description="Finished segments kept, oldest go first.")
    blob_cache_bytes: Bytes = Field(20 * 2**30, description="Copies of blobs in a bucket.")
    free_bytes: Bytes = Field(2**30, description="Free disk below which no film is begun.")
    share_segments: bool = Field(default=False, description="For workers on other machines.")
    shared_days: Count = Field(7, description="Segments that are shared are kept so long.")
    voice_stretch: Annotated[float, Field(ge=0, le=0.2)] = Field(
        0.06, description="The share by which a voice is stretched to the asked length; 0: never."
    )
    cpu_hour: Rate = Field("0", description="A processor's hour in USD; imputed, never cash.")
    gpu_hour: Rate = Field("0", description="A CUDA device's hour in USD; imputed, never cash.")


class Backup(Group):
    """How the originals are copied, and how long copies are kept."""

    chunk_bytes: Bytes = Field(2**20, le=2**25, description="Of a table, sealed at once.")
    free_bytes: Bytes = Field(2**28, description="Free disk left beside a backup or a restore.")
    kept_days: Count = Field(30, description="Age at which --expire removes a backup.")


class Mail(Group):
    """How mail is sent, where SMTP_URL is set."""

    timeout_s: Seconds = Field(30, description="For each answer of the mail server.")
    poll_s: Seconds = Field(5, description="Between looks for something to tell of.")
    retry_first_s: Seconds = Field(60, description="Before what was not sent is tried again.")
    retry_last_s: Seconds = Field(3_600, description="The longest of such waits.")
    patience_s: Seconds = Field(172_800, description="An alert as old as this is given up.")
    code_s: Seconds = Field(1_800, description="A code that verifies an address is valid so long.")
    code_tries: Count = Field(5, description="So many other codes may be entered, then it is void.")
    codes_an_hour: Count = Field(3, description="Mails with codes that an account may ask for.")
