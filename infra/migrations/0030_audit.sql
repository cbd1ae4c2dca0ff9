-- Seals over what was recorded, chained and signed: docs/adr/0014-sealed-audit.md.
-- A copy of each stands outside the database, which is what the proof rests on.
CREATE SCHEMA audit;
GRANT USAGE ON SCHEMA audit TO ytempire_app;

CREATE TABLE audit.seals (
    n              bigint      NOT NULL PRIMARY KEY CHECK (n > 0),
    previous       bytea       NOT NULL CHECK (octet_length(previous) = 32),
    first_position bigint      NOT NULL UNIQUE,
    last_position  bigint      NOT NULL UNIQUE CHECK (last_position >= first_position),
    root           bytea       NOT NULL CHECK (octet_length(root) = 32),
    sealed_at      timestamptz NOT NULL,
    seal           bytea       NOT NULL CHECK (octet_length(seal) = 32),
    public_key     bytea       NOT NULL CHECK (octet_length(public_key) = 32),
    signature      bytea       NOT NULL CHECK (octet_length(signature) = 64),
    handover       bytea       CHECK (octet_length(handover) = 64)
);
CREATE TRIGGER appended_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.seals
    FOR EACH STATEMENT EXECUTE FUNCTION ledger.refuse_change();

-- The one way in: the next seal, over what follows the last one and is recorded.
-- Raises YT003 where another sealer was first.
CREATE FUNCTION audit.add_seal(
    n bigint, previous bytea, first_position bigint, last_position bigint, root bytea,
    sealed_at timestamptz, seal bytea, public_key bytea, signature bytea, handover bytea
) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    last audit.seals;
BEGIN
    LOCK TABLE audit.seals IN SHARE ROW EXCLUSIVE MODE; -- one adds, others read
    SELECT * INTO last FROM audit.seals AS s ORDER BY s.n DESC LIMIT 1;
    IF n <> coalesce(last.n, 0) + 1
        OR first_position <> coalesce(last.last_position, 0) + 1
        OR previous <> coalesce(last.seal, decode(repeat('00', 32), 'hex'))
        OR last_position > (SELECT max(e.notification_id) FROM ledger.events AS e)
    THEN
        RAISE EXCEPTION 'seal % does not follow seal %', n, coalesce(last.n, 0)
            USING ERRCODE = 'YT003';
    END IF;
    INSERT INTO audit.seals VALUES (n, previous, first_position, last_position, root, sealed_at,
        seal, public_key, signature, handover);
END $$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA audit FROM PUBLIC;
GRANT SELECT ON audit.seals TO ytempire_app;
GRANT EXECUTE ON FUNCTION audit.add_seal TO ytempire_app;
