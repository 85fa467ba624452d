-- Public panels that are brought in: a file is read and kept with what it would make, and comes in beside
-- the requests when somebody says so. Reversible by dropping the table; nothing else is touched, so the
-- old version runs beside it.

create table kynang.panel_import (
  id uuid not null,
  province_code text not null,
  mapping jsonb not null,
  file_name text not null,
  content text,
  checksum text not null,
  state text not null,
  report jsonb not null,
  firms_done integer not null default 0,
  firms_in_all integer not null,
  prepared_at timestamptz not null,
  prepared_by uuid not null,
  membership_id uuid not null,
  seen_at timestamptz,
  ended_at timestamptz,
  failure text,
  failure_parameters jsonb,
  constraint panel_import_key primary key (id),
  constraint a_panel_import_is_in_a_known_state check (
    state in ('prepared', 'queued', 'running', 'done', 'failed', 'discarded')
  ),
  constraint a_panel_is_kept_until_it_is_in_or_discarded check (
    (content is null) = (state in ('done', 'discarded'))
  ),
  constraint a_failed_panel_import_says_why check ((state = 'failed') = (failure is not null))
);
create index panel_import_by_state on kynang.panel_import (state, prepared_at)
  where state in ('queued', 'running');
comment on table kynang.panel_import is
  'delivery: a public panel as it was sent, of which firms with observations and grants are made; no '
  'person stands in it. checksum is the SHA-256 of the file, which goes when it is in.';

alter table kynang.panel_import
  add constraint a_panel_is_of_a_province foreign key (province_code)
  references kynang.province (code) on delete no action;
create index panel_import_by_province on kynang.panel_import (province_code);

alter table kynang.panel_import enable row level security;
alter table kynang.panel_import force row level security;
create policy system_reads on kynang.panel_import for select to kynang_system using (true);
create policy system_writes on kynang.panel_import for insert to kynang_system with check (true);
create policy system_changes on kynang.panel_import for update to kynang_system
  using (true) with check (true);
grant select, insert on kynang.panel_import to kynang_system;
grant update (
  state, content, firms_done, seen_at, ended_at, failure, failure_parameters
) on kynang.panel_import to kynang_system;
