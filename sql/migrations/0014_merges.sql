-- Two records of one human in one firm, made one. The record that goes keeps its row, its code and its
-- personal values and points at the one that stays; its facts move by new revisions, which are noted here
-- with the revisions that they came after, so that a merge can be undone exactly and by nothing else.
-- Two people who only look alike are said to be two, with the reason.

alter table kynang.employee
  add column merged_into uuid,
  add constraint a_record_is_not_merged_into_itself check (merged_into <> id),
  add constraint a_merged_record_has_a_survivor foreign key (firm_id, merged_into)
    references kynang.employee (firm_id, id) on delete no action;
create index employee_by_survivor on kynang.employee (firm_id, merged_into) where merged_into is not null;
comment on column kynang.employee.merged_into is
  'The record that stands for this one now; null for a record that stands itself.';

-- Who left and came back under a second record was away in between.
alter table kynang.employment
  add column away datemultirange not null default '{}',
  add constraint an_absence_lies_within_the_employment check (away <@ during);
comment on column kynang.employment.away is
  'Days within the employment on which the person did not work in the firm: they left and came back.';

-- Whose an enrolment was, as known at any moment.
create index enrolment_status_by_employee on kynang.enrolment_status (firm_id, employee_id);

create table kynang.employee_merge (
  firm_id uuid not null,
  id uuid not null,
  merged_id uuid not null,
  survivor_id uuid not null,
  taken_fields text[] not null default '{}',
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  reason text not null,
  undone_at timestamptz,
  undone_by uuid,
  undone_reason text,
  constraint employee_merge_key primary key (firm_id, id),
  constraint two_records_are_merged check (merged_id <> survivor_id),
  constraint a_merge_says_why check (length(trim(reason)) > 0),
  constraint an_undone_merge_says_when_by_whom_and_why check (
    (undone_at is null) = (undone_by is null) and (undone_at is null) = (undone_reason is null)
  ),
  constraint a_merge_takes_known_fields check (
    taken_fields <@ array['code', 'fullName', 'birthOn', 'phone', 'email']
  )
);
create unique index a_record_is_merged_once on kynang.employee_merge (firm_id, merged_id)
  where undone_at is null;
create index employee_merge_by_merged on kynang.employee_merge (firm_id, merged_id);
create index employee_merge_by_survivor on kynang.employee_merge (firm_id, survivor_id);
comment on table kynang.employee_merge is
  'tenant: one record of a person merged into another, with the reason, until it is undone.';

create table kynang.employee_merge_write (
  firm_id uuid not null,
  merge_id uuid not null,
  step text not null,
  relation text not null,
  record_id uuid not null,
  revision_before integer not null,
  revision_after integer not null,
  effect text not null,
  constraint employee_merge_write_key primary key (firm_id, merge_id, step, relation, record_id),
  constraint a_merge_step_is_known check (step in ('merge', 'unmerge')),
  constraint a_merge_write_goes_forward check (revision_before >= 0 and revision_after > revision_before),
  constraint an_effect_of_a_merge_is_known check (
    effect in ('moved', 'shortened', 'added', 'counted_once', 'set_aside', 'reordered', 'joined', 'revoked')
  )
);
create index employee_merge_write_by_record on kynang.employee_merge_write (firm_id, relation, record_id);
comment on table kynang.employee_merge_write is
  'tenant: which revision of which record a merge or its undoing wrote, and after which; 0: there was none.';

create table kynang.employee_merge_former (
  firm_id uuid not null,
  merge_id uuid not null,
  employee_id uuid not null,
  code text not null,
  person jsonb not null,
  constraint employee_merge_former_key primary key (firm_id, merge_id, employee_id)
);
create index employee_merge_former_by_employee on kynang.employee_merge_former (firm_id, employee_id);
comment on table kynang.employee_merge_former is
  'tenant: the code and personal values of both records before a merge; erasing removes them.';

create table kynang.employee_apart (
  firm_id uuid not null,
  id uuid not null,
  revision integer not null,
  first_id uuid not null,
  second_id uuid not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  reason text not null,
  superseded_at timestamptz,
  is_void boolean not null default false,
  constraint employee_apart_key primary key (firm_id, id, revision),
  constraint a_pair_is_written_in_one_order check (first_id < second_id),
  constraint keeping_apart_says_why check (length(trim(reason)) > 0)
);
create unique index a_pair_is_kept_apart_once on kynang.employee_apart (firm_id, first_id, second_id)
  where superseded_at is null and not is_void;
create unique index a_keeping_apart_has_one_present on kynang.employee_apart (firm_id, id)
  where superseded_at is null;
create index employee_apart_by_first on kynang.employee_apart (firm_id, first_id);
create index employee_apart_by_second on kynang.employee_apart (firm_id, second_id);
comment on table kynang.employee_apart is
  'tenant: two records that look alike and are two people, with the reason; taken back by a void revision.';

alter table kynang.employee_merge
  add constraint a_merge_is_of_a_record foreign key (firm_id, merged_id)
    references kynang.employee (firm_id, id) on delete no action,
  add constraint a_merge_has_a_survivor foreign key (firm_id, survivor_id)
    references kynang.employee (firm_id, id) on delete no action;
alter table kynang.employee_merge_write
  add constraint a_merge_write_is_of_a_merge foreign key (firm_id, merge_id)
  references kynang.employee_merge (firm_id, id) on delete no action;
alter table kynang.employee_merge_former
  add constraint former_values_are_of_a_merge foreign key (firm_id, merge_id)
  references kynang.employee_merge (firm_id, id) on delete no action;
alter table kynang.employee_apart
  add constraint the_first_of_a_pair_is_an_employee foreign key (firm_id, first_id)
    references kynang.employee (firm_id, id) on delete no action,
  add constraint the_second_of_a_pair_is_an_employee foreign key (firm_id, second_id)
    references kynang.employee (firm_id, id) on delete no action;

-- A fact that was on its way while its person was merged would land on the record that is gone. The record
-- is locked against that as its foreign keys lock it, and the work is done again with what stands now:
-- 40001 is what the application repeats. Runs as the owner, since a trainer may not read employees.
create function kynang.refuse_merged_record() returns trigger
language plpgsql security definer
set search_path = pg_catalog
as $$
declare
  survivor uuid;
begin
  select employee.merged_into into survivor
  from kynang.employee as employee
  where employee.firm_id = new.firm_id
    and employee.id = new.employee_id
  for key share;
  if survivor is not null then
    raise exception 'the record was merged into another' using errcode = '40001';
  end if;
  return new;
end
$$;
do $$
declare
  fact text;
begin
  foreach fact in array array['assignment', 'exemption', 'enrolment_status', 'completion', 'assessment'] loop
    execute format(
      'create trigger nothing_is_recorded_of_a_merged_record before insert on kynang.%I '
      'for each row when (current_user <> ''kynang_loader'' and not new.is_void) '
      'execute function kynang.refuse_merged_record()', fact);
  end loop;
end
$$;
create trigger nothing_is_recorded_of_a_merged_record before insert on kynang.enrolment
  for each row when (current_user <> 'kynang_loader')
  execute function kynang.refuse_merged_record();
create policy owner_reads on kynang.employee for select to current_user using (true);
create policy owner_locks on kynang.employee for update to current_user using (true);

-- Whoever erases a person erases all records of them.
create function kynang.forget_merged_person() returns trigger
language plpgsql
set search_path = pg_catalog
as $$
begin
  update kynang.person as person
  set full_name = new.full_name, family_name = new.family_name, middle_name = new.middle_name,
    given_name = new.given_name, birth_on = null, phone = null, email = null, erased_at = new.erased_at
  from kynang.employee as employee
  where employee.firm_id = new.firm_id
    and employee.merged_into = new.employee_id
    and person.firm_id = employee.firm_id
    and person.employee_id = employee.id
    and person.erased_at is null;
  delete from kynang.employee_merge_former as former
  where former.firm_id = new.firm_id
    and former.employee_id = new.employee_id;
  return null;
end
$$;
create trigger erasing_a_person_erases_merged_records
  after update of erased_at on kynang.person
  for each row
  when (old.erased_at is null and new.erased_at is not null)
  execute function kynang.forget_merged_person();

do $$
declare
  tenant text;
begin
  foreach tenant in array array[
    'employee_merge', 'employee_merge_write', 'employee_merge_former', 'employee_apart'
  ] loop
    execute format('alter table kynang.%I enable row level security', tenant);
    execute format('alter table kynang.%I force row level security', tenant);
    execute format(
      'create policy firm_reads on kynang.%I for select to kynang_firm using (firm_id = kynang.current_firm_id())',
      tenant);
    execute format(
      'create policy firm_writes on kynang.%I for insert to kynang_firm with check (firm_id = kynang.current_firm_id())',
      tenant);
    execute format('create policy loader_reads on kynang.%I for select to kynang_loader using (true)', tenant);
    execute format(
      'create policy loader_writes on kynang.%I for insert to kynang_loader with check (true)', tenant);
    execute format('grant select, insert on kynang.%I to kynang_firm, kynang_loader', tenant);
  end loop;
  foreach tenant in array array['employee_merge', 'employee_apart'] loop
    execute format(
      'create policy firm_changes on kynang.%I for update to kynang_firm '
      'using (firm_id = kynang.current_firm_id()) with check (firm_id = kynang.current_firm_id())',
      tenant);
  end loop;
end
$$;
create policy firm_forgets on kynang.employee_merge_former for delete to kynang_firm
  using (firm_id = kynang.current_firm_id());
create policy loader_forgets on kynang.employee_merge_former for delete to kynang_loader using (true);
grant delete on kynang.employee_merge_former to kynang_firm, kynang_loader;
grant update (undone_at, undone_by, undone_reason) on kynang.employee_merge to kynang_firm;
grant update (superseded_at) on kynang.employee_apart to kynang_firm;
grant update (merged_into) on kynang.employee to kynang_firm;
grant update (employee_id) on kynang.enrolment to kynang_firm;
grant select (merged_into) on kynang.employee to kynang_system;
