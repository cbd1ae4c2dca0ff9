-- Commands and events come as rows: docs/adr/0010-group-commit.md says what each step costs.
-- A CHECK is parsed again by every statement that inserts, however few its rows; `append` asks
-- the same of each row. An event's id derives from its command's key, which is unique.
ALTER TABLE ledger.events
    DROP CONSTRAINT events_notification_id_check,
    DROP CONSTRAINT events_originator_id_check,
    DROP CONSTRAINT events_originator_version_check,
    DROP CONSTRAINT events_topic_check,
    DROP CONSTRAINT events_event_version_check,
    DROP CONSTRAINT events_actor_check,
    DROP CONSTRAINT events_traceparent_check,
    DROP CONSTRAINT events_state_check,
    DROP CONSTRAINT events_entry_hash_check,
    DROP CONSTRAINT events_check, -- of the kind, which the function derives
    DROP CONSTRAINT events_event_id_key;
ALTER TABLE ledger.commands
    DROP CONSTRAINT commands_request_digest_check,
    DROP CONSTRAINT commands_position_check;

-- `upto`: how many of the batch's events come up to the end of this command.
CREATE TYPE ledger.new_command AS (
    command_id uuid, account_id uuid, request_digest bytea, upto integer, answer text
);
CREATE TYPE ledger.new_event AS (
    event_id uuid, originator_id text, originator_version bigint, topic text,
    event_version integer, causation_id uuid, state bytea,
    actor text, account_id uuid, command_id uuid, correlation_id uuid, traceparent text
);

DROP FUNCTION ledger.append;

-- The one writer. All the commands of a batch go in together, with their events, or none.
--   streams, expected: streams that were read, and the version that each was decided on (0: not
--     begun; -1: not begun, and the library counts its events from 0). One that is begun here
--     need not be named: its first version is taken once.
--   refused: keys of commands that were refused: checked, not recorded
-- Returns the last position before its events. Raises YT001 (streams have moved on: decide again;
-- DETAIL is a JSON object, stream to version now), YT002 (refused keys are recorded: their answers
-- stand in ledger.commands; DETAIL is a JSON array of them), unique_violation (one of both, of what
-- was not named), and not_null_violation for what is too long, or is none.
CREATE FUNCTION ledger.append(
    commands ledger.new_command[], events ledger.new_event[],
    streams text[], expected bigint[], refused uuid[]
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
    IF cardinality(refused) > 0 THEN
        SELECT jsonb_agg(c.command_id) INTO known
        FROM ledger.commands AS c WHERE c.command_id = ANY (refused);
        IF known IS NOT NULL THEN
            RAISE EXCEPTION 'commands are recorded already'
                USING ERRCODE = 'YT002', DETAIL = known;
        END IF;
    END IF;

    IF cardinality(streams) > 0 THEN
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
            RAISE EXCEPTION 'stream % has moved on',
                (SELECT min(k) FROM jsonb_object_keys(moved) AS k)
                USING ERRCODE = 'YT001', DETAIL = moved;
        END IF;
    END IF;

    SELECT e.notification_id, e.recorded_at INTO last
    FROM ledger.events AS e ORDER BY e.notification_id DESC LIMIT 1;
    head := coalesce(last.notification_id, 0);
    IF cardinality(commands) = 0 THEN
        RETURN head;
    END IF;
    at := greatest(clock_timestamp(), last.recorded_at);

    INSERT INTO ledger.commands
    SELECT c.command_id, c.account_id,
           CASE WHEN octet_length(c.request_digest) = 32 THEN c.request_digest END,
           head + c.upto, c.answer::jsonb, at
    FROM unnest(commands) AS c;

    IF cardinality(events) > 0 THEN
        INSERT INTO ledger.events
        SELECT head + e.n, e.originator_id, split_part(e.originator_id, '/', 1),
               e.originator_version, e.event_id, e.topic, e.event_version, at, e.actor,
               e.account_id, e.command_id, e.correlation_id, e.causation_id, e.traceparent,
               CASE WHEN octet_length(e.state) <= 8192
                   AND octet_length(e.originator_id) BETWEEN 1 AND 200
                   AND octet_length(e.topic) BETWEEN 1 AND 100
                   AND length(e.actor) BETWEEN 1 AND 200
                   AND coalesce(length(e.traceparent), 0) <= 100
                   AND e.originator_version >= 0 AND e.event_version > 0 THEN e.state END,
               ledger.entry_hash(
                   head + e.n, e.originator_id, split_part(e.originator_id, '/', 1),
                   e.originator_version, e.event_id, e.topic, e.event_version, at, e.actor,
                   e.account_id, e.command_id, e.correlation_id, e.causation_id, e.traceparent,
                   e.state)
        FROM unnest(events) WITH ORDINALITY AS e (
            event_id, originator_id, originator_version, topic, event_version, causation_id,
            state, actor, account_id, command_id, correlation_id, traceparent, n);
        -- A hint: readers look for themselves.
        PERFORM pg_notify('ledger', (head + cardinality(events))::text);
    END IF;
    RETURN head;
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ledger FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ledger.append TO ytempire_app;
