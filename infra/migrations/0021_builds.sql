-- A version of a view may be built again beside the one that is read: each build has a schema of
-- its own, and the schema's name is what everything here is known by.
ALTER TABLE ops.checkpoints
    ADD COLUMN schema text,
    ADD COLUMN build  integer  NOT NULL DEFAULT 1,
    ADD COLUMN state  text     NOT NULL DEFAULT 'following'
        CHECK (state IN ('building', 'ready', 'following')),
    ADD COLUMN skips  bigint[] NOT NULL DEFAULT '{}'; -- positions of events discarded for it
UPDATE ops.checkpoints SET schema = format('view_%s_%s', projection, version);

ALTER TABLE ops.parked ADD COLUMN schema text;
UPDATE ops.parked SET schema = format('view_%s_%s', projection, version);
ALTER TABLE ops.parked
    DROP CONSTRAINT parked_projection_version_fkey,
    DROP CONSTRAINT parked_pkey,
    DROP COLUMN projection,
    DROP COLUMN version,
    ADD PRIMARY KEY (schema, stream);

-- `kept` was read before, and is followed on so that it can be read again at once.
ALTER TABLE ops.serving ADD COLUMN schema text, ADD COLUMN kept text;
UPDATE ops.serving SET schema = format('view_%s_%s', projection, version);
ALTER TABLE ops.serving
    DROP CONSTRAINT serving_projection_version_fkey,
    DROP COLUMN version,
    ALTER COLUMN schema SET NOT NULL;

ALTER TABLE ops.checkpoints
    DROP CONSTRAINT checkpoints_pkey,
    ADD PRIMARY KEY (schema),
    ADD UNIQUE (projection, version, build);
ALTER TABLE ops.checkpoints
    ALTER COLUMN build DROP DEFAULT,
    ALTER COLUMN state DROP DEFAULT;
ALTER TABLE ops.parked
    ADD FOREIGN KEY (schema) REFERENCES ops.checkpoints ON DELETE CASCADE;
ALTER TABLE ops.serving
    ADD FOREIGN KEY (schema) REFERENCES ops.checkpoints,
    ADD FOREIGN KEY (kept) REFERENCES ops.checkpoints ON DELETE SET NULL;

-- What a build was compared with before it was read, and what was found.
CREATE TABLE ops.proofs (
    schema   text        NOT NULL PRIMARY KEY REFERENCES ops.checkpoints ON DELETE CASCADE,
    against  text        NOT NULL,
    position bigint      NOT NULL,
    equal    boolean     NOT NULL,
    report   jsonb       NOT NULL,
    at       timestamptz NOT NULL DEFAULT clock_timestamp()
);
