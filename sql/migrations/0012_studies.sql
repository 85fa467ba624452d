-- Studies of impact: a saved, versioned description of what is compared with what, and its runs with
-- the sum of what they read, their settings and their result. A study reads every firm of its
-- population through a role of its own and leaves figures about groups of firms alone. Reversible by
-- dropping these tables; nothing that was there is changed, so the old version runs beside it.

create table kynang.study (
  id uuid not null,
  agency_id uuid not null,
  province_code text not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by uuid not null,
  constraint study_key primary key (id)
);
create index study_by_agency on kynang.study (agency_id);
create index study_by_province on kynang.study (province_code);
comment on table kynang.study is
  'delivery: a question of a province''s agency about what moved the indicators of firms.';

create table kynang.study_version (
  study_id uuid not null,
  version integer not null,
  title text not null,
  description jsonb not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  reason text,
  constraint study_version_key primary key (study_id, version),
  constraint a_study_has_a_title check (length(trim(title)) > 0)
);
comment on table kynang.study_version is
  'delivery: what a study asks, as it stood; a change is a new version, so that a run keeps its question.';

create table kynang.study_run (
  id uuid not null,
  study_id uuid not null,
  version integer not null,
  state text not null,
  steps_done integer not null default 0,
  steps_in_all integer not null default 0,
  requested_at timestamptz not null,
  requested_by uuid not null,
  started_at timestamptz,
  seen_at timestamptz,
  ended_at timestamptz,
  wants_cancelling boolean not null default false,
  firms integer,
  rows_read integer,
  input_checksum text,
  settings json,
  headline json,
  result json,
  failure text,
  constraint study_run_key primary key (id),
  constraint a_study_run_is_in_a_known_state check (
    state in ('queued', 'running', 'done', 'failed', 'cancelled')
  ),
  constraint a_study_run_that_is_done_has_its_result check (
    (state = 'done') <= (num_nulls(result, headline, input_checksum, settings) = 0)
  ),
  constraint a_failed_study_run_says_why check ((state = 'failed') = (failure is not null))
);
create index study_run_by_study on kynang.study_run (study_id, version, requested_at);
create index study_run_by_state on kynang.study_run (state, requested_at)
  where state in ('queued', 'running');
comment on table kynang.study_run is
  'delivery: one computation of a study. result is kept as it was written, digit by digit; '
  'input_checksum is the SHA-256 of the panel that was read.';

alter table kynang.study
  add constraint a_study_is_of_an_agency foreign key (agency_id)
  references kynang.agency (id) on delete no action;

alter table kynang.study
  add constraint a_study_is_of_a_province foreign key (province_code)
  references kynang.province (code) on delete no action;

alter table kynang.study_version
  add constraint a_version_is_of_a_study foreign key (study_id)
  references kynang.study (id) on delete no action;

alter table kynang.study_run
  add constraint a_run_is_of_a_version foreign key (study_id, version)
  references kynang.study_version (study_id, version) on delete no action;

-- The panel of a study is read as this role and no other: firms' periods, and nothing of a person.
create policy study_reads on kynang.firm_period for select to kynang_study using (true);
create policy study_reads on kynang.firm_indicator for select to kynang_study using (true);
create policy study_reads on kynang.firm_course_period for select to kynang_study using (true);
create policy study_reads on kynang.firm for select to kynang_study using (true);
grant usage on schema kynang to kynang_study;
grant select on kynang.firm_period, kynang.firm_indicator, kynang.firm_course_period to kynang_study;
grant select (id, province_code, commune_code, vsic_version, vsic_section) on kynang.firm to kynang_study;

do $$
declare
  shared text;
begin
  foreach shared in array array['study', 'study_version', 'study_run'] loop
    execute format('alter table kynang.%I enable row level security', shared);
    execute format('alter table kynang.%I force row level security', shared);
    execute format(
      'create policy system_reads on kynang.%I for select to kynang_system, kynang_loader using (true)',
      shared);
    execute format(
      'create policy system_writes on kynang.%I for insert to kynang_system, kynang_loader with check (true)',
      shared);
    execute format(
      'create policy system_changes on kynang.%I for update to kynang_system using (true) with check (true)',
      shared);
    execute format('grant select, insert on kynang.%I to kynang_system, kynang_loader', shared);
  end loop;
end
$$;

-- An officer keeps the studies of the agency. Versions and runs carry no agency, and a policy looks at
-- its own row alone, so their statements join the study, which decides.
create policy officer_reads on kynang.study for select to kynang_officer
  using (agency_id = kynang.current_agency_id());
create policy officer_writes on kynang.study for insert to kynang_officer
  with check (agency_id = kynang.current_agency_id() and province_code = kynang.current_province_code());
create policy officer_changes on kynang.study for update to kynang_officer
  using (agency_id = kynang.current_agency_id()) with check (agency_id = kynang.current_agency_id());
create policy officer_reads on kynang.study_version for select to kynang_officer using (true);
create policy officer_writes on kynang.study_version for insert to kynang_officer with check (true);
create policy officer_reads on kynang.study_run for select to kynang_officer using (true);
create policy officer_writes on kynang.study_run for insert to kynang_officer with check (true);
create policy officer_changes on kynang.study_run for update to kynang_officer
  using (true) with check (true);
grant select, insert on kynang.study, kynang.study_version, kynang.study_run to kynang_officer;
grant update (version) on kynang.study to kynang_officer, kynang_system;
grant update (wants_cancelling) on kynang.study_run to kynang_officer;
grant update on kynang.study_run to kynang_system;
