-- People, requirements and assessments of known sizes in the firm of the demo's HR, in units of their own,
-- and empty runs that hold everybody. Variables: firm, account.
\set ON_ERROR_STOP on
begin;

create schema bench;
grant usage on schema bench to public;

-- Units with as many people as `people`, whose one role requires `competencies`.
create table bench.size (
  number integer primary key,
  people integer not null,
  competencies integer not null,
  unit_id uuid not null default gen_random_uuid(),
  job_role_id uuid not null default gen_random_uuid()
);
insert into bench.size (number, people, competencies)
values (1, 1, 20), (2, 200, 24), (3, 1000, 60);

insert into kynang.unit (firm_id, id, code, created_at, created_by)
select :'firm', size.unit_id, 'BENCH-' || size.number, now(), :'account'
from bench.size as size;

insert into kynang.unit_placement (firm_id, id, revision, name, during, recorded_at, recorded_by)
select :'firm', size.unit_id, 1, 'Bench ' || size.number, '[2020-01-01,)', now(), :'account'
from bench.size as size;

insert into kynang.job_role (firm_id, id, code, title, created_at, created_by)
select
  :'firm', size.job_role_id, 'BENCH-' || size.number,
  '{"vi": "Vị trí đo tốc độ", "en": "Role for measuring"}', now(), :'account'
from bench.size as size;

create table bench.competency as
select competency.id, row_number() over (order by framework.code desc, competency.ordinal) as number
from kynang.competency as competency
join kynang.framework as framework
  on framework.id = competency.framework_id
  and framework.kind = 'levels'
where competency.area_code is not null;

insert into kynang.role_requirement (
  firm_id, id, revision, job_role_id, competency_id, required_level, during, recorded_at, recorded_by)
select
  :'firm', gen_random_uuid(), 1, size.job_role_id, competency.id, 1 + competency.number % 4,
  '[2020-01-01,)', now(), :'account'
from bench.size as size
join bench.competency as competency
  on competency.number <= size.competencies;

create table bench.employee as
select size.number as size_number, person.number, gen_random_uuid() as id
from bench.size as size
cross join lateral generate_series(1, size.people) as person (number);

insert into kynang.employee (firm_id, id, code, created_at, created_by)
select :'firm', employee.id, 'B' || employee.size_number || '-' || employee.number, now(), :'account'
from bench.employee as employee;

insert into kynang.person (firm_id, employee_id, full_name, family_name, middle_name, given_name)
select :'firm', employee.id, name.family || ' Thị ' || name.given, name.family, 'Thị', name.given
from bench.employee as employee
cross join lateral (
  select
    (array['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Đặng', 'Bùi'])[1 + employee.number % 7] as family,
    (array['An', 'Bình', 'Châu', 'Dung', 'Đào', 'Hà', 'Khánh', 'Lan', 'Mai', 'Ngọc', 'Yến'])[
      1 + employee.number % 11] as given
) as name;

insert into kynang.employment (firm_id, id, revision, during, recorded_at, recorded_by)
select :'firm', employee.id, 1, '[2021-01-01,)', now(), :'account'
from bench.employee as employee;

insert into kynang.assignment (
  firm_id, id, revision, employee_id, unit_id, job_role_id, during, recorded_at, recorded_by)
select
  :'firm', gen_random_uuid(), 1, employee.id, size.unit_id, size.job_role_id, '[2021-01-01,)', now(),
  :'account'
from bench.employee as employee
join bench.size as size
  on size.number = employee.size_number;

insert into kynang.assessment (
  firm_id, id, revision, employee_id, competency_id, kind, grade, level, occurred_on, evidence,
  recorded_at, recorded_by)
select
  :'firm', gen_random_uuid(), 1, employee.id, competency.id, 'test', 'tested',
  1 + (employee.number + competency.number) % 5, current_date - (employee.number % 900)::integer, 'test',
  now(), :'account'
from bench.employee as employee
join bench.size as size
  on size.number = employee.size_number
join bench.competency as competency
  on competency.number <= size.competencies;

-- Copies of an open run far enough ahead that nobody is expected elsewhere.
create table bench.run as
select number, gen_random_uuid() as id
from generate_series(1, 6) as number;

create table bench.model as
select run.*
from kynang.course_run as run
where run.state = 'open'
  and run.owner_id is null
  and run.cut_off_at > now()
  and not exists (
    select from kynang.course_prerequisite as prerequisite where prerequisite.course_id = run.course_id)
order by run.id
limit 1;

insert into kynang.course_run (
  id, course_id, provider_id, code, language, capacity, cut_off_at, waiting_policy, price_vnd, starts_on,
  ends_on, state, created_at, created_by)
select
  run.id, model.course_id, model.provider_id, 'BENCH-' || run.number, model.language, 1000,
  now() + interval '200 days', 'none', model.price_vnd, model.starts_on + (300 + 30 * run.number)::integer,
  model.ends_on + (300 + 30 * run.number)::integer, 'open', now(), :'account'
from bench.run as run
cross join bench.model as model;

insert into kynang.session (
  id, course_run_id, ordinal, held_on, morning, afternoon, created_at, created_by)
select
  gen_random_uuid(), run.id, session.ordinal, session.held_on + moved.days,
  tstzrange(lower(session.morning) + moved.later, upper(session.morning) + moved.later),
  case when session.afternoon is not null then
    tstzrange(lower(session.afternoon) + moved.later, upper(session.afternoon) + moved.later) end,
  now(), :'account'
from bench.run as run
cross join lateral (
  select
    (300 + 30 * run.number)::integer as days,
    (300 + 30 * run.number) * interval '1 day' as later
) as moved
join kynang.session as session
  on session.course_run_id = (select model.id from bench.model as model)
where session.morning is not null;

-- People whose completion the demo's trainer may correct, one for each connection.
create table bench.enrolment as
select
  row_number() over (order by completion.enrolment_id) - 1 as number, completion.enrolment_id,
  completion.course_run_id
from kynang.login as login
join kynang.membership as membership
  on membership.account_id = login.account_id
join kynang.course_run_trainer as taught
  on taught.trainer_id = membership.trainer_id
join kynang.completion as completion
  on completion.course_run_id = taught.course_run_id
  and completion.superseded_at is null
  and not completion.is_void
  and completion.result = 'completed'
join kynang.enrolment_status as status
  on status.firm_id = completion.firm_id
  and status.id = completion.enrolment_id
  and status.superseded_at is null
  and not status.is_void
  and status.state = 'enrolled'
where login.login = 'trainer@demo.kynang'
  and not exists (
    select from kynang.session as session
    where session.course_run_id = completion.course_run_id and session.state = 'open')
limit 32;
alter table bench.enrolment add primary key (number);
grant select on bench.enrolment to public;

commit;
vacuum analyze;
