-- Many commands go in together, in one call of one function: docs/adr/0010-group-commit.md.
-- Names are checked where they are made (domain/event.py, infra/ledger/decision.py): a regular
-- expression a row costs more than the row, and the library's recorder has names of its own.
ALTER TABLE ledger.events
    DROP CONSTRAINT events_originator_id_check,
    DROP CONSTRAINT events_topic_check,
    DROP CONSTRAINT events_originator_version_check,
    ADD CONSTRAINT events_originator_id_check CHECK (octet_length(originator_id) BETWEEN 1 AND 200),
    ADD CONSTRAINT events_topic_check CHECK (octet_length(topic) BETWEEN 1 AND 100),
    ADD CONSTRAINT events_originator_version_check CHECK (originator_version >= 0);

-- What follows the header of a one-dimensional bytea[] in PostgreSQL's binary format is each
-- element as the layout wants it: int32 byte length (-1: null), then the bytes.
CREATE OR REPLACE FUNCTION ledger.entry_hash(
    notification_id bigint, originator_id text, kind text, originator_version bigint,
    event_id uuid, topic text, event_version integer, recorded_at timestamptz, actor text,
    account_id uuid, command_id uuid, correlation_id uuid, causation_id uuid,
    traceparent text, state bytea
) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256('YTE1'::bytea || substring(array_send(ARRAY[
        int8send(notification_id),
        convert_to(originator_id, 'UTF8'),
        convert_to(kind, 'UTF8'),
        int8send(originator_version),
        uuid_send(event_id),
        convert_to(topic, 'UTF8'),
        int4send(event_version),
        int8send((extract(epoch FROM recorded_at) * 1000000)::bigint),
        convert_to(actor, 'UTF8'),
        uuid_send(account_id),
        uuid_send(command_id),
        uuid_send(correlation_id),
        uuid_send(causation_id),
        convert_to(traceparent, 'UTF8'),
        state]) FROM 21))
$$;

DROP FUNCTION ledger.append;
DROP FUNCTION ledger.field;

-- The one writer. All the commands of a batch go in together, or none of them.
--   keys, accounts, digests, answers, actors, correlations, traces: one entry a command
--   ends: how many of the batch's events come up to the end of each command
--   refused: keys of commands that were refused: checked, not recorded
--   streams, expected: every stream that any of them read, and the version that it was decided
--     on (0: not begun; -1: not begun, and the library counts its events from 0)
--   event_*: one entry an event, in order; event_commands and event_streams count from 1
-- Returns the last position before its events. Raises YT002 (keys are recorded: their answers
-- stand in ledger.commands; DETAIL is a JSON array of them) and YT001 (streams have moved on:
-- decide again; DETAIL is a JSON object, stream to version now).
CREATE FUNCTION ledger.append(
    keys uuid[], accounts uuid[], digests bytea[], answers text[],
    actors text[], correlations uuid[], traces text[], ends integer[],
    refused uuid[],
    streams text[], expected bigint[],
    event_ids uuid[], event_commands integer[], event_streams integer[], event_topics text[],
    event_versions integer[], event_causations uuid[], event_states bytea[]
) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
-- Plans are made once, and those made while the ledger is empty serve it when it is full.
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
AS $$
DECLARE
    known jsonb;
    moved jsonb;
    last  record;
    head  bigint;
    at    timestamptz;
BEGIN
    PERFORM pg_advisory_xact_lock(1498694988); -- 'YTEL'; held until the commit is visible
    -- Each statement below sees what was committed before the lock was had.
    SELECT jsonb_agg(c.command_id) INTO known
    FROM ledger.commands AS c WHERE c.command_id = ANY (keys || refused);
    IF known IS NOT NULL THEN
        RAISE EXCEPTION 'commands are recorded already' USING ERRCODE = 'YT002', DETAIL = known;
    END IF;

    SELECT jsonb_object_agg(s.stream, s.now) INTO moved
    FROM (
        SELECT named.stream, named.version, coalesce(
            (SELECT e.originator_version FROM ledger.events AS e
             WHERE e.originator_id = named.stream ORDER BY e.originator_version DESC LIMIT 1),
            CASE named.version WHEN -1 THEN -1 ELSE 0 END) AS now
        FROM unnest(streams, expected) AS named (stream, version)
    ) AS s
    WHERE s.version IS DISTINCT FROM s.now;
    IF moved IS NOT NULL THEN
        RAISE EXCEPTION 'stream % has moved on', (SELECT min(k) FROM jsonb_object_keys(moved) AS k)
            USING ERRCODE = 'YT001', DETAIL = moved;
    END IF;

    SELECT e.notification_id, e.recorded_at INTO last
    FROM ledger.events AS e ORDER BY e.notification_id DESC LIMIT 1;
    head := coalesce(last.notification_id, 0);
    IF cardinality(keys) = 0 THEN
        RETURN head;
    END IF;
    at := greatest(clock_timestamp(), last.recorded_at);

    IF cardinality(event_ids) > 0 THEN
        INSERT INTO ledger.events
        SELECT its.*, ledger.entry_hash(
            its.position, its.stream, its.kind, its.version, its.event_id, its.topic,
            its.event_version, its.recorded_at, its.actor, its.account_id, its.command_id,
            its.correlation_id, its.causation_id, its.traceparent, its.state)
        FROM (
            SELECT head + e.n AS position,
                   streams[e.stream] AS stream, -- null, and so refused, where it was not named
                   split_part(streams[e.stream], '/', 1) AS kind,
                   expected[e.stream]
                       + row_number() OVER (PARTITION BY e.stream ORDER BY e.n) AS version,
                   e.id AS event_id,
                   e.topic,
                   e.version AS event_version,
                   at AS recorded_at,
                   actors[e.command] AS actor,
                   accounts[e.command] AS account_id,
                   keys[e.command] AS command_id,
                   correlations[e.command] AS correlation_id,
                   e.causation_id,
                   traces[e.command] AS traceparent,
                   e.state
            FROM unnest(event_ids, event_commands, event_streams, event_topics, event_versions,
                        event_causations, event_states) WITH ORDINALITY
                 AS e (id, command, stream, topic, version, causation_id, state, n)
        ) AS its
        ORDER BY its.position;
        -- A hint: readers look for themselves.
        PERFORM pg_notify('ledger', (head + cardinality(event_ids))::text);
    END IF;

    INSERT INTO ledger.commands
    SELECT c.key, c.account_id, c.digest, head + c.upto, c.answer::jsonb, at
    FROM unnest(keys, accounts, digests, answers, ends)
         AS c (key, account_id, digest, answer, upto);
    RETURN head;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ledger FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.append TO ytempire_app;
