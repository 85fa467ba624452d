-- Versions and runs of a study carry their agency, so that a policy can compare a row with the setting and
-- no officer's role selects another agency's questions or results. A failed run says in data what failed,
-- and observations reach back to 1950, so that a published panel can be brought in. Safe beside the old
-- version: what it inserts takes the agency of the caller. Reversible by dropping the columns, with the
-- policies and constraints of 0012 and 0008.

alter table kynang.study_version add column agency_id uuid default kynang.current_agency_id();
alter table kynang.study_run add column agency_id uuid default kynang.current_agency_id();
alter table kynang.study_run add column failure_detail json;
comment on column kynang.study_run.failure_detail is
  'The pattern of the sentence that says what failed and the values that stand in it; null where failure says all.';

-- The owner of the schema may be no superuser, whom forced row security holds off as well.
alter table kynang.study no force row level security;
alter table kynang.study_version no force row level security;
alter table kynang.study_run no force row level security;
update kynang.study_version
set agency_id = study.agency_id
from kynang.study
where study.id = study_version.study_id;
update kynang.study_run
set agency_id = study.agency_id
from kynang.study
where study.id = study_run.study_id;
alter table kynang.study force row level security;
alter table kynang.study_version force row level security;
alter table kynang.study_run force row level security;

alter table kynang.study_version alter column agency_id set not null;
alter table kynang.study_run alter column agency_id set not null;

alter table kynang.study add constraint study_of_agency_key unique (agency_id, id);
alter table kynang.study_version
  add constraint study_version_of_agency_key unique (agency_id, study_id, version);
alter table kynang.study_version drop constraint a_version_is_of_a_study;
alter table kynang.study_version
  add constraint a_version_is_of_a_study foreign key (agency_id, study_id)
  references kynang.study (agency_id, id) on delete no action;
alter table kynang.study_run drop constraint a_run_is_of_a_version;
alter table kynang.study_run
  add constraint a_run_is_of_a_version foreign key (agency_id, study_id, version)
  references kynang.study_version (agency_id, study_id, version) on delete no action;
drop index kynang.study_run_by_study;
create index study_run_by_study on kynang.study_run (agency_id, study_id, version, requested_at);

drop policy officer_reads on kynang.study_version;
drop policy officer_writes on kynang.study_version;
drop policy officer_reads on kynang.study_run;
drop policy officer_writes on kynang.study_run;
drop policy officer_changes on kynang.study_run;
create policy officer_reads on kynang.study_version for select to kynang_officer
  using (agency_id = kynang.current_agency_id());
create policy officer_writes on kynang.study_version for insert to kynang_officer
  with check (agency_id = kynang.current_agency_id());
create policy officer_reads on kynang.study_run for select to kynang_officer
  using (agency_id = kynang.current_agency_id());
create policy officer_writes on kynang.study_run for insert to kynang_officer
  with check (agency_id = kynang.current_agency_id());
create policy officer_changes on kynang.study_run for update to kynang_officer
  using (agency_id = kynang.current_agency_id()) with check (agency_id = kynang.current_agency_id());

alter table kynang.observation drop constraint a_period_is_within_reach;
alter table kynang.observation
  add constraint a_period_is_within_reach
  check (starts_on between date '1950-01-01' and date '2100-12-31');
