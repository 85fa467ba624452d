-- A panel comes in as whoever started it, who need not be who sent the file, and each time it is taken on is
-- told apart, so that a service that was thought dead writes nothing more about it. Reversible by dropping
-- the columns; the old version leaves them empty and runs beside it.

alter table kynang.panel_import
  add column started_by uuid,
  add column started_membership_id uuid,
  add column attempt integer not null default 0,
  add constraint a_panel_import_is_started_in_a_membership check (
    (started_by is null) = (started_membership_id is null)
  );
comment on column kynang.panel_import.attempt is 'How often a service has taken it on.';

grant update (started_by, started_membership_id, attempt) on kynang.panel_import to kynang_system;
