-- A person's required and attained levels, kept as the document that is read. What a person can do is
-- computed from a dozen tables and read far more often than it changes, so the answer for today is kept
-- beside a count of the changes that could alter it; where the counts differ, it is computed again.
-- The facts stay the only truth: the table may be emptied at any time.

create table kynang.skill_sheet (
  firm_id uuid not null,
  employee_id uuid not null,
  changes bigint not null default 0,
  kept_changes bigint,
  kept_catalogue_changes bigint,
  kept_on date,
  document text compression lz4,
  constraint skill_sheet_key primary key (firm_id, employee_id),
  constraint a_kept_sheet_says_what_it_knew check (
    (document is null) = (kept_on is null)
    and (document is null) = (kept_changes is null)
    and (document is null) = (kept_catalogue_changes is null)
  )
) with (fillfactor = 70);
comment on table kynang.skill_sheet is
  'tenant: one person''s skill gaps as last computed, and the count of changes that could alter them.';

create table kynang.skill_catalogue (
  id boolean not null default true,
  changes bigint not null default 0,
  constraint skill_catalogue_key primary key (id),
  constraint there_is_one_skill_catalogue check (id)
) with (fillfactor = 10);
comment on table kynang.skill_catalogue is
  'catalogue: a count of the changes of frameworks, courses, runs and rules that could alter any sheet.';
insert into kynang.skill_catalogue (id, changes) values (true, 0);

alter table kynang.skill_sheet
  add constraint a_skill_sheet_is_of_an_employee foreign key (firm_id, employee_id)
  references kynang.employee (firm_id, id) on delete no action;

-- The count is raised by whoever changes a fact, so these run as the owner of the schema: a trainer who
-- records a level may not read the sheet. The count's row is locked until the change is committed, so a
-- sheet that was computed without the change can never be kept with its count.
create function kynang.note_skill_change() returns trigger
language plpgsql security definer
set search_path = pg_catalog
as $$
begin
  insert into kynang.skill_sheet (firm_id, employee_id, changes)
  values (new.firm_id, new.employee_id, 1)
  on conflict (firm_id, employee_id) do update
  set changes = skill_sheet.changes + 1;
  return null;
end
$$;

create function kynang.note_employee_change() returns trigger
language plpgsql security definer
set search_path = pg_catalog
as $$
begin
  update kynang.skill_sheet
  set changes = skill_sheet.changes + 1
  where skill_sheet.firm_id = new.firm_id
    and skill_sheet.employee_id = new.id;
  return null;
end
$$;

create function kynang.note_requirement_change() returns trigger
language plpgsql security definer
set search_path = pg_catalog
as $$
begin
  insert into kynang.skill_sheet (firm_id, employee_id, changes)
  select distinct assignment.firm_id, assignment.employee_id, 1
  from kynang.assignment
  where assignment.firm_id = new.firm_id
    and assignment.job_role_id = new.job_role_id
  order by assignment.employee_id
  on conflict (firm_id, employee_id) do update
  set changes = skill_sheet.changes + 1;
  return null;
end
$$;

create function kynang.note_catalogue_change() returns trigger
language plpgsql security definer
set search_path = pg_catalog
as $$
begin
  update kynang.skill_catalogue
  set changes = skill_catalogue.changes + 1;
  return null;
end
$$;

do $$
declare
  watched text;
begin
  -- A bulk load says once, at its end, that everything changed (kynang.forget_skill_sheets).
  foreach watched in array array[
    'assignment', 'exemption', 'enrolment_status', 'completion', 'assessment'
  ] loop
    execute format(
      'create trigger a_change_of_this_alters_a_skill_sheet after insert or update on kynang.%I '
      'for each row when (current_user <> ''kynang_loader'') execute function kynang.note_skill_change()',
      watched);
  end loop;
  foreach watched in array array[
    'framework', 'framework_level', 'competency', 'competency_crosswalk', 'competency_equivalence',
    'evidence_grade', 'policy_setting', 'course_outcome'
  ] loop
    execute format(
      'create trigger a_change_of_this_alters_every_skill_sheet after insert or update or delete on kynang.%I '
      'for each statement execute function kynang.note_catalogue_change()', watched);
  end loop;
end
$$;
create trigger a_change_of_this_alters_a_skill_sheet after update of code on kynang.employee
  for each row execute function kynang.note_employee_change();
create trigger a_change_of_this_alters_a_skill_sheet after insert or update on kynang.role_requirement
  for each row when (current_user <> 'kynang_loader') execute function kynang.note_requirement_change();
-- Who is in training depends on the state and the end of a run.
create trigger a_change_of_this_alters_every_skill_sheet after update of state, ends_on on kynang.course_run
  for each row when (old.state is distinct from new.state or old.ends_on is distinct from new.ends_on)
  execute function kynang.note_catalogue_change();

create function kynang.forget_skill_sheets() returns void
language sql security definer
set search_path = pg_catalog
as $$ update kynang.skill_catalogue set changes = skill_catalogue.changes + 1 $$;

alter table kynang.skill_sheet enable row level security;
alter table kynang.skill_sheet force row level security;
create policy firm_reads on kynang.skill_sheet for select to kynang_firm
  using (firm_id = kynang.current_firm_id());
create policy firm_writes on kynang.skill_sheet for insert to kynang_firm
  with check (firm_id = kynang.current_firm_id());
create policy firm_changes on kynang.skill_sheet for update to kynang_firm
  using (firm_id = kynang.current_firm_id()) with check (firm_id = kynang.current_firm_id());
create policy self_reads on kynang.skill_sheet for select to kynang_self
  using (employee_id = any (kynang.current_employee_ids()));
create policy loader_reads on kynang.skill_sheet for select to kynang_loader using (true);
create policy loader_writes on kynang.skill_sheet for insert to kynang_loader with check (true);
create policy owner_reads on kynang.skill_sheet for select to current_user using (true);
create policy owner_writes on kynang.skill_sheet for insert to current_user with check (true);
create policy owner_changes on kynang.skill_sheet for update to current_user using (true) with check (true);
create policy owner_reads on kynang.assignment for select to current_user using (true);
grant select on kynang.skill_sheet to kynang_firm, kynang_self, kynang_loader;
grant insert (firm_id, employee_id), update (kept_changes, kept_catalogue_changes, kept_on, document)
  on kynang.skill_sheet to kynang_firm;
grant insert on kynang.skill_sheet to kynang_loader;
grant select on kynang.skill_catalogue to kynang_firm, kynang_trainer, kynang_self, kynang_officer, kynang_system, kynang_loader;
