-- Somebody who came to a session without being enrolled. A trainer may not read a firm's employees, so what
-- is said at the door is a claim addressed to a firm: a name, the class, and what was marked. The firm's HR
-- finds out who it was, in a transaction of that firm: then the marks become attendance. What was marked
-- stays, whatever is decided. Answers to repeated requests learn of an erasure here, too.

create table kynang.walk_in (
  firm_id uuid not null,
  id uuid not null,
  course_run_id uuid not null,
  display_name text not null,
  claimed_employee_id uuid,
  over_capacity_reason text,
  created_at timestamptz not null,
  created_by uuid not null,
  constraint walk_in_key primary key (firm_id, id),
  constraint a_walk_in_has_a_name check (length(trim(display_name)) > 0)
);
create index walk_in_by_run on kynang.walk_in (firm_id, course_run_id);
create index walk_in_by_claimed_employee on kynang.walk_in (firm_id, claimed_employee_id)
  where claimed_employee_id is not null;
comment on table kynang.walk_in is
  'tenant: somebody who came to a class unenrolled, as the trainer names them; HR of the firm says who it is.';

create table kynang.walk_in_status (
  firm_id uuid not null,
  id uuid not null,
  revision integer not null,
  course_run_id uuid not null,
  state text not null,
  employee_id uuid,
  enrolment_id uuid,
  reason text,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  superseded_at timestamptz,
  constraint walk_in_status_key primary key (firm_id, id, revision),
  constraint a_walk_in_is_in_a_known_state check (state in ('pending', 'matched', 'refused', 'withdrawn')),
  constraint a_matched_walk_in_is_an_enrolled_employee check (
    (state = 'matched') = (employee_id is not null and enrolment_id is not null)
  ),
  constraint refusing_a_walk_in_needs_a_reason check (
    state not in ('refused', 'withdrawn') or length(trim(reason)) > 0
  )
);
create unique index a_walk_in_has_one_present_status on kynang.walk_in_status (firm_id, id)
  where superseded_at is null;
create index walk_in_status_by_run on kynang.walk_in_status (firm_id, course_run_id) where superseded_at is null;
create index walk_in_status_by_employee on kynang.walk_in_status (firm_id, employee_id)
  where employee_id is not null;
create index walk_in_status_by_enrolment on kynang.walk_in_status (firm_id, enrolment_id)
  where enrolment_id is not null;
comment on table kynang.walk_in_status is
  'tenant: what became of a walk-in: pending, matched to an employee, refused, or taken back by the trainer.';

create table kynang.walk_in_mark (
  firm_id uuid not null,
  id uuid not null,
  revision integer not null,
  walk_in_id uuid not null,
  course_run_id uuid not null,
  session_id uuid not null,
  half_day text not null,
  mark text not null,
  minutes integer not null,
  occurred_on date not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  superseded_at timestamptz,
  constraint walk_in_mark_key primary key (firm_id, id, revision),
  constraint a_walk_in_is_marked_by_half_day check (half_day in ('morning', 'afternoon')),
  constraint a_walk_in_mark_is_known check (mark in ('present', 'late', 'excused', 'absent')),
  constraint an_absent_walk_in_attends_no_minutes check (
    (mark in ('present', 'late') and minutes between 0 and 720) or (mark in ('excused', 'absent') and minutes = 0)
  )
);
create unique index a_walk_in_has_one_present_mark on kynang.walk_in_mark
  (firm_id, walk_in_id, session_id, half_day) where superseded_at is null;
create index walk_in_mark_by_run on kynang.walk_in_mark (firm_id, course_run_id) where superseded_at is null;
create index walk_in_mark_by_session on kynang.walk_in_mark (session_id);
comment on table kynang.walk_in_mark is
  'tenant: one half-day of a walk-in in one session, kept as it was marked.';

alter table kynang.walk_in
  add constraint a_walk_in_comes_to_a_run foreign key (course_run_id)
  references kynang.course_run (id) on delete no action;
alter table kynang.walk_in
  add constraint a_walk_in_may_claim_an_employee foreign key (firm_id, claimed_employee_id)
  references kynang.employee (firm_id, id) on delete no action;
alter table kynang.walk_in_status
  add constraint a_walk_in_status_is_of_a_walk_in foreign key (firm_id, id)
  references kynang.walk_in (firm_id, id) on delete no action;
alter table kynang.walk_in_status
  add constraint a_walk_in_is_matched_to_an_employee foreign key (firm_id, employee_id)
  references kynang.employee (firm_id, id) on delete no action;
alter table kynang.walk_in_status
  add constraint a_walk_in_is_matched_to_an_enrolment foreign key (firm_id, enrolment_id)
  references kynang.enrolment (firm_id, id) on delete no action;
alter table kynang.walk_in_mark
  add constraint a_walk_in_mark_is_of_a_walk_in foreign key (firm_id, walk_in_id)
  references kynang.walk_in (firm_id, id) on delete no action;
alter table kynang.walk_in_mark
  add constraint a_walk_in_mark_is_in_a_session foreign key (session_id)
  references kynang.session (id) on delete no action;

-- What a walk-in's marks become is told apart from a tap in the roster.
alter table kynang.attendance drop constraint an_attendance_source_is_known;
alter table kynang.attendance
  add constraint an_attendance_source_is_known
  check (source in ('trainer', 'check_in', 'sheet', 'import', 'walk_in'));

do $$
declare
  tenant text;
begin
  foreach tenant in array array['walk_in', 'walk_in_status', 'walk_in_mark'] loop
    execute format('alter table kynang.%I enable row level security', tenant);
    execute format('alter table kynang.%I force row level security', tenant);
    execute format(
      'create policy firm_reads on kynang.%I for select to kynang_firm using (firm_id = kynang.current_firm_id())',
      tenant);
    execute format(
      'create policy trainer_reads on kynang.%I for select to kynang_trainer '
      'using (course_run_id = any (kynang.current_run_ids()))', tenant);
    execute format(
      'create policy trainer_writes on kynang.%I for insert to kynang_trainer '
      'with check (firm_id = kynang.current_firm_id() and course_run_id = any (kynang.current_run_ids()))',
      tenant);
    execute format(
      'create policy firm_writes on kynang.%I for insert to kynang_firm with check (firm_id = kynang.current_firm_id())',
      tenant);
    execute format('create policy loader_reads on kynang.%I for select to kynang_loader using (true)', tenant);
    execute format(
      'create policy loader_writes on kynang.%I for insert to kynang_loader with check (true)', tenant);
    execute format(
      'create policy loader_changes on kynang.%I for update to kynang_loader using (true) with check (true)',
      tenant);
    execute format('grant select, insert on kynang.%I to kynang_firm, kynang_trainer', tenant);
    execute format('grant select, insert, update on kynang.%I to kynang_loader', tenant);
  end loop;
  foreach tenant in array array['walk_in_status', 'walk_in_mark'] loop
    execute format(
      'create policy firm_changes on kynang.%I for update to kynang_firm '
      'using (firm_id = kynang.current_firm_id()) with check (firm_id = kynang.current_firm_id())', tenant);
    execute format(
      'create policy trainer_changes on kynang.%I for update to kynang_trainer '
      'using (firm_id = kynang.current_firm_id() and course_run_id = any (kynang.current_run_ids())) '
      'with check (firm_id = kynang.current_firm_id() and course_run_id = any (kynang.current_run_ids()))',
      tenant);
    execute format('grant update (superseded_at) on kynang.%I to kynang_firm, kynang_trainer', tenant);
  end loop;
end
$$;

-- Erasing a person reaches the names that trainers gave, and the answers kept for repeated requests.
create policy owner_reads on kynang.walk_in for select to current_user using (true);
create policy owner_erases on kynang.walk_in for update to current_user using (true) with check (true);
create policy owner_reads on kynang.walk_in_status for select to current_user using (true);
create policy owner_reads on kynang.idempotency_record for select to current_user using (true);
create policy owner_erases on kynang.idempotency_record for update to current_user using (true) with check (true);

create function kynang.forget_walk_ins_of_person() returns trigger
language plpgsql security definer
set search_path = pg_catalog
as $$
begin
  update kynang.walk_in
  set display_name = new.full_name
  where walk_in.firm_id = new.firm_id
    and (
      walk_in.claimed_employee_id = new.employee_id
      or exists (
        select
        from kynang.walk_in_status as status
        where status.firm_id = walk_in.firm_id
          and status.id = walk_in.id
          and status.employee_id = new.employee_id
      )
    );
  return null;
end
$$;
create trigger erasing_a_person_empties_walk_ins
  after update of erased_at on kynang.person
  for each row
  when (old.erased_at is null and new.erased_at is not null)
  execute function kynang.forget_walk_ins_of_person();

create function kynang.forget_answers_about_person() returns trigger
language plpgsql security definer
set search_path = pg_catalog
as $$
declare
  forgotten text;
begin
  -- An answer stays, so that a repeated request still does nothing; each personal value in it that was
  -- this person's reads as it reads now. Answers are few and a day old at most.
  foreach forgotten in array array_remove(
    array[old.full_name, old.phone, old.email, old.birth_on::text], null)
  loop
    update kynang.idempotency_record
    set output = replace(
      idempotency_record.output::text, to_json(forgotten)::text, to_json(new.full_name)::text)::jsonb
    where strpos(idempotency_record.output::text, to_json(forgotten)::text) > 0
      and strpos(idempotency_record.output::text, new.employee_id::text) > 0;
  end loop;
  return null;
end
$$;
create trigger erasing_a_person_empties_answers
  after update of erased_at on kynang.person
  for each row
  when (old.erased_at is null and new.erased_at is not null)
  execute function kynang.forget_answers_about_person();
