-- What belongs to one firm. `firm_id` comes first in every key. A fact that can be corrected is an
-- append-only row: a stable id, a revision, when it was true, when and by whom it was recorded, why,
-- and when it was superseded; a fact taken back is a last revision with `is_void`. The present is
-- `superseded_at is null and not is_void`. Only what others refer to has a header row besides.

create table kynang.firm (
  id uuid not null,
  code text not null,
  name text not null,
  tax_id_type text not null,
  vsic_version text not null,
  vsic_section text not null,
  vsic_class text,
  province_code text not null,
  commune_code text,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by uuid not null,
  constraint firm_key primary key (id),
  constraint a_firm_code_is_unique_within_a_province unique (province_code, code),
  constraint a_firm_has_a_name check (length(trim(name)) > 0),
  constraint a_tax_id_type_is_known check (tax_id_type in ('MST10', 'MST13', 'none')),
  constraint a_vsic_class_has_four_digits check (vsic_class ~ '^[0-9]{4}$')
);
create index firm_by_name on kynang.firm using gin (kynang.folded(name) gin_trgm_ops);
create index firm_by_province on kynang.firm (province_code, (name collate kynang.vietnamese), id);
comment on table kynang.firm is
  'catalogue: a firm as the province knows it; its people and figures are in tenant tables.';

create table kynang.unit (
  firm_id uuid not null,
  id uuid not null,
  code text not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by uuid not null,
  constraint unit_key primary key (firm_id, id),
  constraint a_unit_code_is_unique_within_a_firm unique (firm_id, code)
);
comment on table kynang.unit is 'tenant: a part of a firm that others refer to.';

create table kynang.unit_placement (
  firm_id uuid not null,
  id uuid not null,
  revision integer not null,
  name text not null,
  parent_id uuid,
  during daterange not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  reason text,
  superseded_at timestamptz,
  is_void boolean not null default false,
  constraint unit_placement_key primary key (firm_id, id, revision),
  constraint a_unit_has_a_name check (length(trim(name)) > 0),
  constraint a_unit_is_not_its_own_parent check (parent_id <> id),
  constraint a_unit_is_placed_for_some_time check (not isempty(during))
);
create unique index a_unit_has_one_present_placement on kynang.unit_placement (firm_id, id)
  where superseded_at is null;
comment on table kynang.unit_placement is
  'tenant: the name of a unit and its place in the tree; id is the unit''s.';

create table kynang.employee (
  firm_id uuid not null,
  id uuid not null,
  code text not null,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by uuid not null,
  constraint employee_key primary key (firm_id, id),
  constraint an_employee_code_is_unique_within_a_firm unique (firm_id, code),
  constraint an_employee_code_is_not_a_citizen_number check (code !~ '^[0-9]{12}$'),
  constraint an_employee_has_a_code check (length(trim(code)) between 1 and 40)
);
comment on table kynang.employee is 'tenant: an employment of a human in one firm; no personal value.';

create table kynang.person (
  firm_id uuid not null,
  employee_id uuid not null,
  full_name text not null,
  family_name text not null,
  middle_name text not null,
  given_name text not null,
  birth_on date,
  phone text,
  email text,
  search_key text generated always as (kynang.folded(full_name)) stored,
  erased_at timestamptz,
  constraint person_key primary key (firm_id, employee_id),
  constraint a_person_has_a_name check (length(trim(full_name)) > 0),
  constraint a_name_is_composed check (full_name is nfc normalized)
);
create index person_by_given_name on kynang.person
  (firm_id, given_name collate kynang.vietnamese, full_name collate kynang.vietnamese, employee_id);
comment on table kynang.person is
  'tenant: the personal values of a firm''s people, apart so that erasing replaces them here.';

create table kynang.employment (
  firm_id uuid not null,
  id uuid not null,
  revision integer not null,
  during daterange not null,
  leaving_reason text,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  reason text,
  superseded_at timestamptz,
  is_void boolean not null default false,
  constraint employment_key primary key (firm_id, id, revision),
  constraint an_employment_lasts_some_time check (not isempty(during)),
  constraint an_employment_has_a_start check (lower(during) is not null)
);
create unique index an_employee_has_one_present_employment on kynang.employment (firm_id, id)
  where superseded_at is null;
comment on table kynang.employment is
  'tenant: from when until when an employee works in the firm; id is the employee''s.';

create table kynang.job_role (
  firm_id uuid not null,
  id uuid not null,
  code text not null,
  title kynang.localized_text not null,
  template_id uuid,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by uuid not null,
  constraint job_role_key primary key (firm_id, id),
  constraint a_job_role_code_is_unique_within_a_firm unique (firm_id, code)
);
comment on table kynang.job_role is 'tenant: a kind of work in the firm, which people are assigned to.';

create table kynang.role_requirement (
  firm_id uuid not null,
  id uuid not null,
  revision integer not null,
  job_role_id uuid not null,
  competency_id uuid not null,
  required_level integer not null,
  minimum_holders integer not null default 1,
  during daterange not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  reason text,
  superseded_at timestamptz,
  is_void boolean not null default false,
  constraint role_requirement_key primary key (firm_id, id, revision),
  constraint a_requirement_asks_for_a_level check (required_level between 1 and 8),
  constraint a_requirement_asks_for_someone check (minimum_holders between 1 and 1000),
  constraint a_requirement_holds_for_some_time check (not isempty(during)),
  constraint a_role_requires_a_competency_once_at_a_time exclude using gist
    (firm_id with =, job_role_id with =, competency_id with =, during with &&)
    where (superseded_at is null and not is_void)
);
create unique index a_requirement_has_one_present on kynang.role_requirement (firm_id, id)
  where superseded_at is null;
create index role_requirement_by_role on kynang.role_requirement (firm_id, job_role_id);
comment on table kynang.role_requirement is 'tenant: the level a job role requires in a competency.';

create table kynang.assignment (
  firm_id uuid not null,
  id uuid not null,
  revision integer not null,
  employee_id uuid not null,
  unit_id uuid not null,
  job_role_id uuid,
  during daterange not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  reason text,
  superseded_at timestamptz,
  is_void boolean not null default false,
  constraint assignment_key primary key (firm_id, id, revision),
  constraint an_assignment_lasts_some_time check (not isempty(during)),
  constraint an_employee_holds_a_role_once_at_a_time exclude using gist
    (firm_id with =, employee_id with =, (coalesce(job_role_id, unit_id)) with =, during with &&)
    where (superseded_at is null and not is_void)
);
create unique index an_assignment_has_one_present on kynang.assignment (firm_id, id)
  where superseded_at is null;
create index assignment_by_employee on kynang.assignment (firm_id, employee_id);
create index assignment_by_unit on kynang.assignment (firm_id, unit_id);
create index assignment_by_role on kynang.assignment (firm_id, job_role_id);
comment on table kynang.assignment is
  'tenant: a person''s place in a unit and job role; a person may hold several roles at once.';

create table kynang.exemption (
  firm_id uuid not null,
  id uuid not null,
  revision integer not null,
  employee_id uuid not null,
  competency_id uuid not null,
  during daterange not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  reason text not null,
  superseded_at timestamptz,
  is_void boolean not null default false,
  constraint exemption_key primary key (firm_id, id, revision),
  constraint an_exemption_says_why check (length(trim(reason)) > 0),
  constraint an_exemption_has_an_end check (upper(during) is not null),
  constraint a_person_is_exempt_once_at_a_time exclude using gist
    (firm_id with =, employee_id with =, competency_id with =, during with &&)
    where (superseded_at is null and not is_void)
);
create unique index an_exemption_has_one_present on kynang.exemption (firm_id, id)
  where superseded_at is null;
create index exemption_by_employee on kynang.exemption (firm_id, employee_id);
comment on table kynang.exemption is
  'tenant: a requirement that does not apply to a person, with its reason and its end.';

create table kynang.unit_budget (
  firm_id uuid not null,
  id uuid not null,
  revision integer not null,
  unit_id uuid not null,
  year integer not null,
  amount_vnd bigint not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  reason text,
  superseded_at timestamptz,
  is_void boolean not null default false,
  constraint unit_budget_key primary key (firm_id, id, revision),
  constraint a_budget_is_for_a_year check (year between 2000 and 2100),
  constraint a_budget_is_not_negative check (amount_vnd >= 0)
);
create unique index a_unit_has_one_present_budget_a_year on kynang.unit_budget (firm_id, unit_id, year)
  where superseded_at is null and not is_void;
create unique index a_budget_has_one_present on kynang.unit_budget (firm_id, id)
  where superseded_at is null;
comment on table kynang.unit_budget is 'tenant: what a unit may spend on training in a year, in đồng.';

create table kynang.enrolment_batch (
  firm_id uuid not null,
  id uuid not null,
  course_run_id uuid not null,
  created_at timestamptz not null,
  created_by uuid not null,
  undone_at timestamptz,
  constraint enrolment_batch_key primary key (firm_id, id)
);
comment on table kynang.enrolment_batch is 'tenant: enrolments that were made together and can be undone together.';

create table kynang.enrolment (
  firm_id uuid not null,
  id uuid not null,
  employee_id uuid not null,
  course_run_id uuid not null,
  batch_id uuid,
  unit_id uuid,
  employee_code text not null,
  display_name text not null,
  replaces_id uuid,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by uuid not null,
  constraint enrolment_key primary key (firm_id, id)
);
create index enrolment_by_employee on kynang.enrolment (firm_id, employee_id);
create index enrolment_by_run on kynang.enrolment (firm_id, course_run_id);
create index enrolment_by_batch on kynang.enrolment (firm_id, batch_id) where batch_id is not null;
comment on table kynang.enrolment is
  'tenant: a person in a run; carries the display name and code, the one copy that a trainer reads.';

create table kynang.enrolment_status (
  firm_id uuid not null,
  id uuid not null,
  revision integer not null,
  employee_id uuid not null,
  course_run_id uuid not null,
  state text not null,
  occurred_on date not null,
  list_price_vnd bigint not null,
  support_vnd bigint not null,
  firm_part_vnd bigint not null,
  money_state text not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  reason text,
  superseded_at timestamptz,
  is_void boolean not null default false,
  constraint enrolment_status_key primary key (firm_id, id, revision),
  constraint an_enrolment_is_in_a_known_state check (
    state in ('enrolled', 'waitlisted', 'withdrawn', 'cancelled')
  ),
  constraint money_is_in_a_known_state check (money_state in ('planned', 'committed', 'spent', 'released')),
  constraint a_price_is_shared_between_support_and_firm check (
    list_price_vnd >= 0 and support_vnd >= 0 and firm_part_vnd >= 0
    and list_price_vnd = support_vnd + firm_part_vnd
  )
);
create unique index an_enrolment_has_one_present_status on kynang.enrolment_status (firm_id, id)
  where superseded_at is null;
create unique index an_employee_is_in_a_run_once on kynang.enrolment_status (firm_id, employee_id, course_run_id)
  where superseded_at is null and not is_void and state in ('enrolled', 'waitlisted');
create index enrolment_status_by_run on kynang.enrolment_status (firm_id, course_run_id)
  where superseded_at is null;
comment on table kynang.enrolment_status is
  'tenant: the state and money of an enrolment; id is the enrolment''s.';

create table kynang.attendance (
  firm_id uuid not null,
  id uuid not null,
  revision integer not null,
  enrolment_id uuid not null,
  course_run_id uuid not null,
  session_id uuid not null,
  half_day text not null,
  mark text not null,
  minutes integer not null,
  source text not null,
  occurred_on date not null,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  reason text,
  superseded_at timestamptz,
  is_void boolean not null default false,
  constraint attendance_key primary key (firm_id, id, revision),
  constraint attendance_is_by_half_day check (half_day in ('morning', 'afternoon')),
  constraint a_mark_is_known check (mark in ('present', 'late', 'excused', 'absent')),
  constraint an_absent_person_attends_no_minutes check (
    (mark in ('present', 'late') and minutes between 0 and 720) or (mark in ('excused', 'absent') and minutes = 0)
  ),
  constraint an_attendance_source_is_known check (source in ('trainer', 'check_in', 'sheet', 'import'))
);
create unique index a_half_day_has_one_present_mark on kynang.attendance
  (firm_id, enrolment_id, session_id, half_day) where superseded_at is null and not is_void;
create unique index an_attendance_has_one_present on kynang.attendance (firm_id, id)
  where superseded_at is null;
create index attendance_by_run on kynang.attendance (firm_id, course_run_id);
comment on table kynang.attendance is 'tenant: one half-day of one person in one session.';

create table kynang.completion (
  firm_id uuid not null,
  id uuid not null,
  revision integer not null,
  enrolment_id uuid not null,
  employee_id uuid not null,
  course_run_id uuid not null,
  course_id uuid not null,
  completed_on date not null,
  attended_minutes integer not null,
  planned_minutes integer not null,
  result text not null,
  score numeric(5, 2),
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  reason text,
  superseded_at timestamptz,
  is_void boolean not null default false,
  constraint completion_key primary key (firm_id, id, revision),
  constraint a_completion_has_a_known_result check (result in ('completed', 'not_completed')),
  constraint attended_minutes_are_planned check (attended_minutes >= 0 and planned_minutes > 0),
  constraint a_completion_needs_attendance check (result <> 'completed' or attended_minutes > 0),
  constraint a_score_is_a_percentage check (score between 0 and 100)
);
create unique index an_enrolment_is_completed_once on kynang.completion (firm_id, enrolment_id)
  where superseded_at is null and not is_void;
create unique index a_completion_has_one_present on kynang.completion (firm_id, id)
  where superseded_at is null;
create index completion_by_employee on kynang.completion (firm_id, employee_id);
create index completion_by_run on kynang.completion (firm_id, course_run_id);
comment on table kynang.completion is
  'tenant: a course finished by a person, dated by the last attended session; evidence, not a level.';

create table kynang.assessment (
  firm_id uuid not null,
  id uuid not null,
  revision integer not null,
  employee_id uuid not null,
  competency_id uuid not null,
  kind text not null,
  grade text,
  level integer,
  is_passed boolean,
  occurred_on date not null,
  expires_on date,
  enrolment_id uuid,
  course_run_id uuid,
  completion_id uuid,
  evidence text,
  evidence_url text,
  is_applied boolean,
  applied_where text,
  applied_how text,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  reason text,
  superseded_at timestamptz,
  is_void boolean not null default false,
  constraint assessment_key primary key (firm_id, id, revision),
  constraint an_assessment_kind_is_known check (
    kind in ('test', 'certificate', 'trainer', 'manager', 'self', 'application')
  ),
  constraint a_kind_of_assessment_gives_its_grade check (
    (kind = 'test' and grade = 'tested') or (kind = 'certificate' and grade = 'certified')
    or (kind = 'trainer' and grade = 'observed_trainer') or (kind = 'manager' and grade = 'observed_manager')
    or (kind = 'self' and grade = 'self') or (kind = 'application' and grade is null)
  ),
  constraint an_assessment_gives_a_level_or_a_pass check (
    case when kind = 'application' then level is null and is_passed is null
      else (level is null) <> (is_passed is null) end
  ),
  constraint an_application_says_whether_it_is_used check ((kind = 'application') = (is_applied is not null)),
  constraint an_application_says_where check (
    is_applied is not true or length(trim(coalesce(applied_where, ''))) > 0
  ),
  constraint a_level_is_between_1_and_8 check (level between 1 and 8),
  constraint an_expiry_follows_the_assessment check (expires_on >= occurred_on),
  constraint better_evidence_than_a_self_rating_is_named check (
    kind in ('self', 'application') or length(trim(coalesce(evidence, ''))) > 0
  )
);
create unique index an_assessment_has_one_present on kynang.assessment (firm_id, id)
  where superseded_at is null;
create index assessment_by_employee on kynang.assessment (firm_id, employee_id, competency_id);
create index assessment_by_run on kynang.assessment (firm_id, course_run_id) where course_run_id is not null;
comment on table kynang.assessment is
  'tenant: a judgement of a person''s level in a competency, with its evidence; the only source of a level. '
  'A module of a pass/fail framework is passed or not and has no level.';

create table kynang.staff_import (
  firm_id uuid not null,
  id uuid not null,
  file_name text not null,
  row_count integer not null,
  created_count integer not null,
  changed_count integer not null,
  same_count integer not null,
  created_at timestamptz not null,
  created_by uuid not null,
  constraint staff_import_key primary key (firm_id, id)
);
comment on table kynang.staff_import is 'tenant: a staff list that was applied, with its counts.';

create table kynang.audit_entry (
  firm_id uuid not null,
  id uuid not null,
  occurred_at timestamptz not null,
  account_id uuid not null,
  acting_role text not null,
  use_case text not null,
  subject_ids uuid[] not null,
  changes jsonb not null,
  reason text,
  request_id text,
  constraint audit_entry_key primary key (firm_id, id)
);
create index audit_entry_by_time on kynang.audit_entry (firm_id, occurred_at);
comment on table kynang.audit_entry is
  'tenant: one row per use case that wrote, in its own transaction; ids and values that are not '
  'personal. What belongs to no firm stands under the all-zero firm.';

create table kynang.audit_detail (
  firm_id uuid not null,
  audit_id uuid not null,
  ordinal integer not null,
  subject_id uuid not null,
  change text not null,
  fields jsonb not null,
  constraint audit_detail_key primary key (firm_id, audit_id, ordinal)
);
comment on table kynang.audit_detail is 'tenant: the rows of a bulk use case; fields without personal values.';

create table kynang.audit_seal (
  firm_id uuid not null,
  number integer not null,
  entry_ids uuid[] not null,
  previous_hash bytea not null,
  hash bytea not null,
  sealed_at timestamptz not null,
  constraint audit_seal_key primary key (firm_id, number),
  constraint a_seal_is_a_sha256 check (octet_length(hash) = 32 and octet_length(previous_hash) = 32)
);
comment on table kynang.audit_seal is 'tenant: a batch of audit rows chained to the batch before it.';

create table kynang.audit_queue (
  firm_id uuid not null,
  audit_id uuid not null,
  constraint audit_queue_key primary key (firm_id, audit_id)
);
comment on table kynang.audit_queue is 'tenant: audit rows that no seal covers yet.';

create table kynang.person_read (
  firm_id uuid not null,
  id uuid not null,
  read_at timestamptz not null,
  account_id uuid not null,
  acting_role text not null,
  use_case text not null,
  employee_id uuid,
  row_count integer not null,
  request_id text,
  constraint person_read_key primary key (firm_id, id)
);
create index person_read_by_employee on kynang.person_read (firm_id, employee_id, read_at);
comment on table kynang.person_read is
  'tenant: who read whose data, written in batches beside the requests; employee_id null for a list.';
