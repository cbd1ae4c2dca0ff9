-- The library's columns by their names (originator_id … notification_id), then the envelope's.
-- docs/adr/0002-envelope.md says what each holds; docs/adr/0004-entry-hash.md how it is hashed.
CREATE TABLE ledger.events (
    notification_id    bigint      NOT NULL PRIMARY KEY CHECK (notification_id > 0),
    originator_id      text        NOT NULL CHECK (
        originator_id ~ '^[a-z][a-z-]*/[!-~]+$' AND length(originator_id) <= 200),
    kind               text        NOT NULL CHECK (kind = split_part(originator_id, '/', 1)),
    originator_version bigint      NOT NULL CHECK (originator_version > 0),
    event_id           uuid        NOT NULL UNIQUE,
    topic              text        NOT NULL CHECK (
        topic ~ '^[a-z][a-z-]*\.[a-z][a-z-]*$' AND length(topic) <= 100),
    event_version      integer     NOT NULL CHECK (event_version > 0),
    recorded_at        timestamptz NOT NULL,
    actor              text        NOT NULL CHECK (length(actor) BETWEEN 1 AND 200),
    account_id         uuid,
    command_id         uuid        NOT NULL,
    correlation_id     uuid        NOT NULL,
    causation_id       uuid        NOT NULL,
    traceparent        text        CHECK (length(traceparent) <= 100),
    state              bytea       NOT NULL CHECK (octet_length(state) <= 8192),
    entry_hash         bytea       NOT NULL CHECK (octet_length(entry_hash) = 32),
    UNIQUE (originator_id, originator_version)
);

-- One row a command carried out, also where it added no event: its answer can be given again.
CREATE TABLE ledger.commands (
    command_id     uuid        NOT NULL PRIMARY KEY,
    account_id     uuid,
    request_digest bytea       NOT NULL CHECK (octet_length(request_digest) = 32),
    position       bigint      NOT NULL CHECK (position >= 0),
    answer         jsonb       NOT NULL,
    recorded_at    timestamptz NOT NULL
);

-- Nobody holds the rights that this refuses, except the owner: it keeps accidents out.
CREATE FUNCTION ledger.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on %.%: the ledger is only ever appended to',
        TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME;
END $$;
CREATE TRIGGER appended_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.events
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();
CREATE TRIGGER appended_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger.commands
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

-- A field as PostgreSQL's binary format lays it out: byte length (-1: null), then the bytes.
CREATE FUNCTION ledger.field(value bytea) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN value IS NULL THEN '\xffffffff'::bytea
                ELSE int4send(octet_length(value)) || value END
$$;

-- STABLE, as convert_to is: declared stricter it could not be inlined.
CREATE FUNCTION ledger.entry_hash(
    notification_id bigint, originator_id text, kind text, originator_version bigint,
    event_id uuid, topic text, event_version integer, recorded_at timestamptz, actor text,
    account_id uuid, command_id uuid, correlation_id uuid, causation_id uuid,
    traceparent text, state bytea
) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256('YTE1'::bytea
        || ledger.field(int8send(notification_id))
        || ledger.field(convert_to(originator_id, 'UTF8'))
        || ledger.field(convert_to(kind, 'UTF8'))
        || ledger.field(int8send(originator_version))
        || ledger.field(uuid_send(event_id))
        || ledger.field(convert_to(topic, 'UTF8'))
        || ledger.field(int4send(event_version))
        || ledger.field(int8send((extract(epoch FROM recorded_at) * 1000000)::bigint))
        || ledger.field(convert_to(actor, 'UTF8'))
        || ledger.field(uuid_send(account_id))
        || ledger.field(uuid_send(command_id))
        || ledger.field(uuid_send(correlation_id))
        || ledger.field(uuid_send(causation_id))
        || ledger.field(convert_to(traceparent, 'UTF8'))
        || ledger.field(state))
$$;

-- The one writer. A command's events and its key go in together, or not at all.
--   streams, expected: every stream read or written, and the version it was decided on (0: new)
--   event_*: one entry an event, in order; each of event_streams is one of streams
-- Returns the last position after it. Raises YT001 (a stream has moved on: decide again) and
-- YT002 (the key is recorded: its answer stands in ledger.commands).
CREATE FUNCTION ledger.append(
    key uuid, account uuid, digest bytea, answer jsonb,
    actor text, correlation uuid, trace text,
    streams text[], expected bigint[],
    event_ids uuid[], event_streams text[], event_topics text[], event_versions integer[],
    event_causations uuid[], event_states bytea[]
) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    last  record;
    moved text;
    at    timestamptz;
    head  bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(1498694988); -- 'YTEL'; held until the commit is visible
    -- Each statement below sees what was committed before the lock was had.
    IF EXISTS (SELECT FROM ledger.commands AS c WHERE c.command_id = key) THEN
        RAISE EXCEPTION 'command % is recorded already', key USING ERRCODE = 'YT002';
    END IF;
    SELECT s.stream INTO moved
    FROM unnest(streams, expected) AS s (stream, version)
    WHERE s.version IS DISTINCT FROM coalesce((
        SELECT max(e.originator_version) FROM ledger.events AS e WHERE e.originator_id = s.stream
    ), 0)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'stream % has moved on', moved USING ERRCODE = 'YT001';
    END IF;

    SELECT e.notification_id, e.recorded_at INTO last
    FROM ledger.events AS e ORDER BY e.notification_id DESC LIMIT 1;
    head := coalesce(last.notification_id, 0);
    at := greatest(clock_timestamp(), last.recorded_at);

    INSERT INTO ledger.events
    SELECT its.*, ledger.entry_hash(
        its.position, its.stream, its.kind, its.version, its.event_id, its.topic,
        its.event_version, its.recorded_at, its.actor, its.account_id, its.command_id,
        its.correlation_id, its.causation_id, its.traceparent, its.state)
    FROM (
        SELECT head + e.n AS position,
               e.stream,
               split_part(e.stream, '/', 1) AS kind,
               -- null, and so refused, where the stream was not named
               s.version + row_number() OVER (PARTITION BY e.stream ORDER BY e.n) AS version,
               e.id AS event_id,
               e.topic,
               e.version AS event_version,
               at AS recorded_at,
               append.actor AS actor,
               account AS account_id,
               key AS command_id,
               correlation AS correlation_id,
               e.causation_id,
               trace AS traceparent,
               e.state
        FROM unnest(event_ids, event_streams, event_topics, event_versions, event_causations,
                    event_states) WITH ORDINALITY
             AS e (id, stream, topic, version, causation_id, state, n)
        LEFT JOIN unnest(streams, expected) AS s (stream, version) ON s.stream = e.stream
    ) AS its
    ORDER BY its.position;

    head := head + cardinality(event_ids);
    INSERT INTO ledger.commands VALUES (key, account, digest, head, answer, at);
    IF cardinality(event_ids) > 0 THEN
        PERFORM pg_notify('ledger', head::text); -- a hint: readers look for themselves
    END IF;
    RETURN head;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ledger FROM PUBLIC;
GRANT SELECT ON ledger.events, ledger.commands TO ytempire_app;
GRANT EXECUTE ON FUNCTION ledger.append TO ytempire_app;
