-- Who may read and write what. Policies are permissive, one per command and role, and compare the
-- row's own columns with the settings of the transaction and with nothing else. Facts are
-- append-only: an application role may only mark a revision as superseded.

do $$
declare
  tenant text;
  fact text;
  own text;
  of_run text;
begin
  -- Every tenant table: forced, open to its firm and to bulk loads.
  foreach tenant in array array[
    'unit', 'unit_placement', 'employee', 'person', 'employment', 'job_role', 'role_requirement',
    'assignment', 'exemption', 'unit_budget', 'enrolment_batch', 'enrolment', 'enrolment_status',
    'attendance', 'completion', 'assessment', 'staff_import', 'audit_entry', 'audit_detail',
    'audit_seal', 'audit_queue', 'person_read'
  ] loop
    execute format('alter table kynang.%I enable row level security', tenant);
    execute format('alter table kynang.%I force row level security', tenant);
    execute format(
      'create policy firm_reads on kynang.%I for select to kynang_firm using (firm_id = kynang.current_firm_id())',
      tenant);
    execute format(
      'create policy loader_reads on kynang.%I for select to kynang_loader using (true)', tenant);
    execute format(
      'create policy loader_writes on kynang.%I for insert to kynang_loader with check (true)', tenant);
    execute format(
      'create policy loader_changes on kynang.%I for update to kynang_loader using (true) with check (true)',
      tenant);
    execute format('grant select on kynang.%I to kynang_firm', tenant);
    execute format('grant select, insert, update on kynang.%I to kynang_loader', tenant);
  end loop;

  -- What a firm's own people write.
  foreach tenant in array array[
    'unit', 'unit_placement', 'employee', 'person', 'employment', 'job_role', 'role_requirement',
    'assignment', 'exemption', 'unit_budget', 'enrolment_batch', 'enrolment', 'enrolment_status',
    'attendance', 'completion', 'assessment', 'staff_import', 'audit_entry', 'audit_detail', 'audit_queue'
  ] loop
    execute format(
      'create policy firm_writes on kynang.%I for insert to kynang_firm with check (firm_id = kynang.current_firm_id())',
      tenant);
    execute format('grant insert on kynang.%I to kynang_firm', tenant);
  end loop;
  foreach tenant in array array[
    'unit', 'unit_placement', 'employee', 'person', 'employment', 'job_role', 'role_requirement',
    'assignment', 'exemption', 'unit_budget', 'enrolment_batch', 'enrolment', 'enrolment_status',
    'attendance', 'completion', 'assessment'
  ] loop
    execute format(
      'create policy firm_changes on kynang.%I for update to kynang_firm '
      'using (firm_id = kynang.current_firm_id()) with check (firm_id = kynang.current_firm_id())',
      tenant);
  end loop;
  foreach fact in array array[
    'unit_placement', 'employment', 'role_requirement', 'assignment', 'exemption', 'unit_budget',
    'enrolment_status', 'attendance', 'completion', 'assessment'
  ] loop
    execute format('grant update (superseded_at) on kynang.%I to kynang_firm', fact);
  end loop;

  -- A trainer: the trainees of the runs that this transaction has entered, and no employee.
  foreach of_run in array array['enrolment', 'enrolment_status', 'attendance', 'completion', 'assessment'] loop
    execute format(
      'create policy trainer_reads on kynang.%I for select to kynang_trainer '
      'using (course_run_id = any (kynang.current_run_ids()))', of_run);
  end loop;
  foreach of_run in array array['attendance', 'completion', 'assessment'] loop
    execute format(
      'create policy trainer_writes on kynang.%I for insert to kynang_trainer '
      'with check (firm_id = kynang.current_firm_id() and course_run_id = any (kynang.current_run_ids()))',
      of_run);
    execute format(
      'create policy trainer_changes on kynang.%I for update to kynang_trainer '
      'using (firm_id = kynang.current_firm_id() and course_run_id = any (kynang.current_run_ids())) '
      'with check (firm_id = kynang.current_firm_id() and course_run_id = any (kynang.current_run_ids()))',
      of_run);
    execute format('grant select, insert, update (superseded_at) on kynang.%I to kynang_trainer', of_run);
  end loop;

  -- An employee: their own rows, and what their firm asks of everyone.
  foreach own in array array[
    'person', 'assignment', 'exemption', 'enrolment', 'enrolment_status', 'completion', 'assessment', 'person_read'
  ] loop
    execute format(
      'create policy self_reads on kynang.%I for select to kynang_self '
      'using (employee_id = any (kynang.current_employee_ids()))', own);
    execute format('grant select on kynang.%I to kynang_self', own);
  end loop;
  foreach own in array array['employee', 'employment'] loop
    execute format(
      'create policy self_reads on kynang.%I for select to kynang_self '
      'using (id = any (kynang.current_employee_ids()))', own);
    execute format('grant select on kynang.%I to kynang_self', own);
  end loop;
  foreach tenant in array array['unit', 'unit_placement', 'job_role', 'role_requirement'] loop
    execute format(
      'create policy self_reads on kynang.%I for select to kynang_self '
      'using (firm_id = kynang.current_firm_id())', tenant);
    execute format('grant select on kynang.%I to kynang_self', tenant);
  end loop;

  -- Audit rows of trainers, employees and listed statements carry the firm of their transaction.
  foreach tenant in array array['audit_entry', 'audit_detail', 'audit_queue'] loop
    execute format(
      'create policy trainer_writes on kynang.%I for insert to kynang_trainer with check (firm_id = kynang.current_firm_id())',
      tenant);
    execute format(
      'create policy self_writes on kynang.%I for insert to kynang_self with check (firm_id = kynang.current_firm_id())',
      tenant);
    execute format(
      'create policy officer_writes on kynang.%I for insert to kynang_officer with check (firm_id = kynang.current_firm_id())',
      tenant);
    execute format(
      'create policy system_writes on kynang.%I for insert to kynang_system with check (true)', tenant);
    execute format('grant insert on kynang.%I to kynang_trainer, kynang_self, kynang_officer, kynang_system', tenant);
  end loop;

  -- Sealing reads audit rows of every firm, and the log of reads is written in batches.
  foreach tenant in array array['audit_entry', 'audit_detail', 'audit_seal', 'audit_queue'] loop
    execute format('create policy system_reads on kynang.%I for select to kynang_system using (true)', tenant);
    execute format('grant select on kynang.%I to kynang_system', tenant);
  end loop;
end
$$;

create policy system_seals on kynang.audit_seal for insert to kynang_system with check (true);
grant insert on kynang.audit_seal to kynang_system;
create policy system_dequeues on kynang.audit_queue for delete to kynang_system using (true);
grant delete on kynang.audit_queue to kynang_system;
create policy system_writes on kynang.person_read for insert to kynang_system with check (true);
grant insert on kynang.person_read to kynang_system;

-- Inviting somebody checks that the unit or employee named is one of the firm: by ids alone.
create policy system_checks on kynang.unit for select to kynang_system using (true);
create policy system_checks on kynang.employee for select to kynang_system using (true);
grant select (firm_id, id) on kynang.unit, kynang.employee to kynang_system;

grant update (code, version) on kynang.unit to kynang_firm;
grant update (code, version) on kynang.employee to kynang_firm;
grant update (full_name, family_name, middle_name, given_name, birth_on, phone, email, erased_at)
  on kynang.person to kynang_firm;
grant update (code, title, is_active, version) on kynang.job_role to kynang_firm;
grant update (undone_at) on kynang.enrolment_batch to kynang_firm;
grant update (version, display_name, unit_id) on kynang.enrolment to kynang_firm;

-- The routines of sql/routines/seats.sql run as the owner of the schema: what a trainer records spends
-- money that the trainer may not read, and a clash is told without the other class.
create policy owner_reads on kynang.enrolment_status for select to current_user using (true);
create policy owner_writes on kynang.enrolment_status for insert to current_user
  with check (firm_id = kynang.current_firm_id());
create policy owner_changes on kynang.enrolment_status for update to current_user
  using (firm_id = kynang.current_firm_id()) with check (firm_id = kynang.current_firm_id());

-- A trainer reads states, never money.
grant select on kynang.enrolment to kynang_trainer;
grant select (
  firm_id, id, revision, employee_id, course_run_id, state, occurred_on, recorded_at, superseded_at, is_void
) on kynang.enrolment_status to kynang_trainer;

-- An employee rates themselves and says what they use at work, and nothing better.
create policy self_writes on kynang.assessment for insert to kynang_self with check (
  firm_id = kynang.current_firm_id()
  and employee_id = any (kynang.current_employee_ids())
  and kind in ('self', 'application')
);
create policy self_changes on kynang.assessment for update to kynang_self
  using (employee_id = any (kynang.current_employee_ids()) and kind in ('self', 'application'))
  with check (employee_id = any (kynang.current_employee_ids()) and kind in ('self', 'application'));
grant insert, update (superseded_at) on kynang.assessment to kynang_self;

-- Firms: each sees itself; trainers see the names of the firms in their classes; an officer sees the
-- firms of the province.
alter table kynang.firm enable row level security;
alter table kynang.firm force row level security;
create policy firm_reads on kynang.firm for select to kynang_firm, kynang_self
  using (id = kynang.current_firm_id());
create policy firm_changes on kynang.firm for update to kynang_firm
  using (id = kynang.current_firm_id()) with check (id = kynang.current_firm_id());
create policy trainer_reads on kynang.firm for select to kynang_trainer using (true);
create policy officer_reads on kynang.firm for select to kynang_officer
  using (province_code = kynang.current_province_code());
create policy system_reads on kynang.firm for select to kynang_system using (true);
create policy system_writes on kynang.firm for insert to kynang_system with check (true);
create policy system_changes on kynang.firm for update to kynang_system using (true) with check (true);
create policy loader_reads on kynang.firm for select to kynang_loader using (true);
create policy loader_writes on kynang.firm for insert to kynang_loader with check (true);
grant select on kynang.firm to kynang_firm, kynang_self, kynang_officer, kynang_system, kynang_loader;
grant select (id, code, name) on kynang.firm to kynang_trainer;
grant update (name, vsic_version, vsic_section, vsic_class, commune_code, version) on kynang.firm to kynang_firm;
grant insert, update on kynang.firm to kynang_system;
grant insert on kynang.firm to kynang_loader;

-- Courses and runs: public ones, and the firm's own.
do $$
declare
  owned text;
begin
  foreach owned in array array['course', 'course_run'] loop
    execute format('alter table kynang.%I enable row level security', owned);
    execute format('alter table kynang.%I force row level security', owned);
    execute format(
      'create policy firm_reads on kynang.%I for select to kynang_firm, kynang_self '
      'using (owner_id is null or owner_id = kynang.current_firm_id())', owned);
    execute format(
      'create policy firm_writes on kynang.%I for insert to kynang_firm with check (owner_id = kynang.current_firm_id())',
      owned);
    execute format(
      'create policy firm_changes on kynang.%I for update to kynang_firm '
      'using (owner_id = kynang.current_firm_id()) with check (owner_id = kynang.current_firm_id())', owned);
    execute format(
      'create policy trainer_reads on kynang.%I for select to kynang_trainer, kynang_system, kynang_loader using (true)',
      owned);
    execute format(
      'create policy officer_reads on kynang.%I for select to kynang_officer using (owner_id is null)', owned);
    execute format(
      'create policy trainer_writes on kynang.%I for insert to kynang_trainer, kynang_officer, kynang_system '
      'with check (owner_id is null)', owned);
    execute format(
      'create policy trainer_changes on kynang.%I for update to kynang_trainer, kynang_officer, kynang_system '
      'using (owner_id is null) with check (owner_id is null)', owned);
    execute format(
      'create policy loader_writes on kynang.%I for insert to kynang_loader with check (true)', owned);
    -- The seat routines run as the owner of the schema and lock a run, whoever owns it.
    execute format('create policy owner_reads on kynang.%I for select to current_user using (true)', owned);
    execute format('create policy owner_changes on kynang.%I for update to current_user using (true)', owned);
  end loop;
end
$$;
grant select, insert, update on kynang.course, kynang.course_run
  to kynang_firm, kynang_trainer, kynang_officer, kynang_system;
grant select on kynang.course, kynang.course_run to kynang_self;
grant select, insert on kynang.course, kynang.course_run to kynang_loader;

do $$
declare
  shared text;
begin
  -- Read by everyone: reference data and the frame of delivery.
  foreach shared in array array[
    'province', 'commune', 'vsic_section', 'framework', 'framework_level', 'competency_area', 'competency',
    'competency_crosswalk', 'competency_equivalence', 'role_template', 'role_template_requirement',
    'policy_setting', 'evidence_grade', 'holiday',
    'provider', 'trainer', 'room', 'agency', 'course_outcome', 'course_prerequisite', 'course_run_trainer',
    'session', 'session_event', 'trainer_booking', 'room_booking', 'installation'
  ] loop
    execute format(
      'grant select on kynang.%I to kynang_firm, kynang_trainer, kynang_self, kynang_officer, kynang_system, kynang_loader',
      shared);
  end loop;
  -- Kept by those who plan and give courses, and by a firm for its in-house ones.
  foreach shared in array array[
    'course_outcome', 'course_prerequisite', 'course_run_trainer', 'session', 'trainer_booking', 'room_booking'
  ] loop
    execute format(
      'grant insert, update, delete on kynang.%I to kynang_firm, kynang_trainer, kynang_officer, kynang_system',
      shared);
    execute format('grant insert on kynang.%I to kynang_loader', shared);
  end loop;
  foreach shared in array array['provider', 'trainer', 'room', 'agency'] loop
    execute format('grant insert, update on kynang.%I to kynang_trainer, kynang_officer, kynang_system', shared);
    execute format('grant insert on kynang.%I to kynang_firm, kynang_loader', shared);
  end loop;
  -- Reference data is kept by the operator.
  foreach shared in array array[
    'province', 'commune', 'vsic_section', 'framework', 'framework_level', 'competency_area', 'competency',
    'competency_crosswalk', 'competency_equivalence', 'role_template', 'role_template_requirement',
    'policy_setting', 'evidence_grade', 'holiday', 'installation'
  ] loop
    execute format('grant insert, update, delete on kynang.%I to kynang_loader', shared);
  end loop;
  grant insert on kynang.session_event to kynang_firm, kynang_trainer, kynang_officer, kynang_system, kynang_loader;
  grant insert on kynang.installation to kynang_system;
end
$$;

-- Seats: a firm and a class see theirs; they change only through the routines, under a lock of the run.
alter table kynang.seat enable row level security;
create policy firm_reads on kynang.seat for select to kynang_firm, kynang_self
  using (firm_id = kynang.current_firm_id());
create policy class_reads on kynang.seat for select to kynang_trainer, kynang_officer, kynang_system, kynang_loader
  using (true);
create policy loader_writes on kynang.seat for insert to kynang_loader with check (true);
grant select on kynang.seat to kynang_firm, kynang_self, kynang_trainer, kynang_officer, kynang_system, kynang_loader;
grant insert on kynang.seat to kynang_loader;

grant select, update on kynang.outbox to kynang_system;

-- Sign-in and what is unique across firms.
grant select, insert, update, delete on
  kynang.account, kynang.login, kynang.membership, kynang.web_session, kynang.api_token, kynang.invitation,
  kynang.tax_code
  to kynang_system;
grant select, insert, update on
  kynang.account, kynang.login, kynang.membership, kynang.tax_code to kynang_loader;

-- A repeated request is answered to the account that made it.
alter table kynang.idempotency_record enable row level security;
alter table kynang.idempotency_record force row level security;
create policy account_reads on kynang.idempotency_record for select
  to kynang_firm, kynang_trainer, kynang_self, kynang_officer, kynang_system
  using (account_id = kynang.current_account_id());
create policy account_writes on kynang.idempotency_record for insert
  to kynang_firm, kynang_trainer, kynang_self, kynang_officer, kynang_system
  with check (account_id = kynang.current_account_id());
grant select, insert on kynang.idempotency_record
  to kynang_firm, kynang_trainer, kynang_self, kynang_officer, kynang_system;
create policy system_expires on kynang.idempotency_record for delete to kynang_system using (true);
create policy system_finds_expired on kynang.idempotency_record for select to kynang_system using (true);
grant delete on kynang.idempotency_record to kynang_system;

grant usage on schema kynang
  to kynang_firm, kynang_trainer, kynang_self, kynang_officer, kynang_system, kynang_loader, kynang_app;
