-- Courses and their delivery. Delivery tables are keyed by an id of their own and carry no personal
-- value of a trainee: a class may hold people of several firms, and what they share is seats.

create table kynang.provider (
  id uuid not null,
  owner_id uuid,
  code text not null,
  name text not null,
  tax_code text,
  province_code text not null,
  phone text,
  email text,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by uuid not null,
  constraint provider_key primary key (id),
  constraint a_provider_code_is_unique unique (code),
  constraint an_in_house_provider_has_the_id_of_its_firm check (owner_id = id),
  constraint a_provider_has_a_name check (length(trim(name)) > 0)
);
comment on table kynang.provider is
  'delivery: a training provider; owner_id is the firm that trains its own people in house.';

create table kynang.trainer (
  id uuid not null,
  provider_id uuid not null,
  code text not null,
  display_name text not null,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by uuid not null,
  constraint trainer_key primary key (id),
  constraint a_trainer_code_is_unique_within_a_provider unique (provider_id, code),
  constraint a_trainer_has_a_name check (length(trim(display_name)) > 0)
);
comment on table kynang.trainer is 'delivery: a person who teaches for a provider, under a display name.';

create table kynang.room (
  id uuid not null,
  provider_id uuid not null,
  code text not null,
  name text not null,
  commune_code text,
  capacity integer,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by uuid not null,
  constraint room_key primary key (id),
  constraint a_room_code_is_unique_within_a_provider unique (provider_id, code),
  constraint a_room_has_a_name check (length(trim(name)) > 0),
  constraint a_room_holds_someone check (capacity > 0)
);
comment on table kynang.room is 'delivery: a place where a provider teaches.';

create table kynang.agency (
  id uuid not null,
  code text not null,
  name text not null,
  province_code text not null,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by uuid not null,
  constraint agency_key primary key (id),
  constraint an_agency_code_is_unique unique (code),
  constraint an_agency_has_a_name check (length(trim(name)) > 0)
);
comment on table kynang.agency is 'catalogue: a public body that runs a programme in a province.';

create table kynang.course (
  id uuid not null,
  owner_id uuid,
  provider_id uuid,
  code text not null,
  title kynang.localized_text not null,
  description kynang.localized_text,
  mode text not null,
  language text not null,
  duration_hours numeric(6, 2) not null,
  price_vnd bigint not null,
  required_attendance_pct integer not null,
  is_published boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by uuid not null,
  constraint course_key primary key (id),
  constraint a_course_is_taught_somehow check (mode in ('classroom', 'online', 'blended', 'on_the_job')),
  constraint a_course_language_is_known check (language in ('vi', 'en')),
  constraint a_course_lasts_some_hours check (duration_hours > 0 and duration_hours <= 2000),
  constraint a_course_price_is_not_negative check (price_vnd >= 0 and price_vnd <= 1000000000000),
  constraint required_attendance_is_above_zero check (required_attendance_pct between 1 and 100)
);
create unique index a_public_course_code_is_unique on kynang.course (code) where owner_id is null;
create unique index a_course_code_is_unique_within_a_firm on kynang.course (owner_id, code)
  where owner_id is not null;
comment on table kynang.course is
  'catalogue: the reusable description of a training; owner_id is the firm of an in-house one.';

create table kynang.course_outcome (
  course_id uuid not null,
  competency_id uuid not null,
  entry_level integer,
  target_level integer not null,
  constraint course_outcome_key primary key (course_id, competency_id),
  constraint an_outcome_targets_a_level check (target_level between 1 and 8),
  constraint an_outcome_enters_at_or_below_its_target check (entry_level >= 1 and entry_level <= target_level)
);
create index course_outcome_by_competency on kynang.course_outcome (competency_id, target_level);
comment on table kynang.course_outcome is
  'catalogue: what a course aims at; entry_level null means that no earlier level is asked for.';

create table kynang.course_prerequisite (
  course_id uuid not null,
  ordinal integer not null,
  required_course_id uuid,
  competency_id uuid,
  minimum_level integer,
  constraint course_prerequisite_key primary key (course_id, ordinal),
  constraint a_prerequisite_is_a_course_or_a_level check (
    (required_course_id is not null and competency_id is null and minimum_level is null)
    or (required_course_id is null and competency_id is not null and minimum_level between 1 and 8)
  ),
  constraint a_course_does_not_require_itself check (required_course_id <> course_id)
);
comment on table kynang.course_prerequisite is
  'catalogue: a course that must be completed, or a level that must be held, before enrolment.';

create table kynang.course_run (
  id uuid not null,
  course_id uuid not null,
  provider_id uuid not null,
  owner_id uuid,
  code text not null,
  language text not null,
  room_id uuid,
  place text,
  commune_code text,
  capacity integer not null,
  cut_off_at timestamptz not null,
  waiting_policy text not null,
  firm_quota integer,
  priority_flags text[] not null default '{}',
  price_vnd bigint not null,
  starts_on date not null,
  ends_on date not null,
  state text not null,
  state_reason text,
  provider_agreed_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by uuid not null,
  constraint course_run_key primary key (id),
  constraint a_run_code_is_unique_within_a_provider unique (provider_id, code),
  constraint a_run_language_is_known check (language in ('vi', 'en')),
  constraint a_run_has_seats check (capacity between 1 and 1000),
  constraint a_run_queues_by_a_known_policy check (
    waiting_policy in ('none', 'first_come', 'firm_quota', 'priority')
  ),
  constraint a_quota_goes_with_its_policy check (
    (waiting_policy = 'firm_quota') = (firm_quota is not null) and (firm_quota is null or firm_quota > 0)
  ),
  constraint priority_groups_go_with_their_policy check (
    (waiting_policy = 'priority') = (cardinality(priority_flags) > 0)
  ),
  constraint a_run_ends_after_it_starts check (ends_on >= starts_on),
  constraint a_run_price_is_not_negative check (price_vnd >= 0 and price_vnd <= 1000000000000),
  constraint a_run_is_in_a_known_state check (state in ('planned', 'open', 'finished', 'cancelled'))
);
create index course_run_by_course on kynang.course_run (course_id, starts_on);
create index course_run_by_start on kynang.course_run (starts_on, id);
comment on table kynang.course_run is
  'delivery: one delivery of a course (lớp học); owner_id is the firm of a closed one.';

create table kynang.course_run_trainer (
  course_run_id uuid not null,
  trainer_id uuid not null,
  constraint course_run_trainer_key primary key (course_run_id, trainer_id)
);
create index course_run_trainer_by_trainer on kynang.course_run_trainer (trainer_id);
comment on table kynang.course_run_trainer is 'delivery: who teaches a run and may record it.';

create table kynang.session (
  id uuid not null,
  course_run_id uuid not null,
  ordinal integer not null,
  held_on date not null,
  morning tstzrange,
  afternoon tstzrange,
  room_id uuid,
  state text not null default 'open',
  version integer not null default 1,
  created_at timestamptz not null,
  created_by uuid not null,
  constraint session_key primary key (id),
  constraint a_session_ordinal_is_unique_within_a_run unique (course_run_id, ordinal),
  constraint a_session_has_a_half_day check (morning is not null or afternoon is not null),
  constraint a_half_day_is_not_empty check (
    (morning is null or not isempty(morning)) and (afternoon is null or not isempty(afternoon))
  ),
  constraint half_days_do_not_overlap check (morning is null or afternoon is null or morning << afternoon),
  constraint a_session_is_open_or_closed check (state in ('open', 'closed', 'cancelled'))
);
create index session_by_run on kynang.session (course_run_id, held_on);
create index session_by_day on kynang.session (held_on);
comment on table kynang.session is
  'delivery: one meeting of a run (buổi học) with a half-day in the morning, the afternoon or both.';

create table kynang.session_event (
  session_id uuid not null,
  revision integer not null,
  kind text not null,
  reason text,
  unmarked_count integer,
  recorded_at timestamptz not null,
  recorded_by uuid not null,
  constraint session_event_key primary key (session_id, revision),
  constraint a_session_event_is_known check (kind in ('closed', 'reopened', 'moved', 'cancelled')),
  constraint undoing_a_session_needs_a_reason check (kind = 'closed' or length(trim(reason)) > 0)
);
comment on table kynang.session_event is
  'delivery: each closing, reopening and move of a session, with its reason.';

create table kynang.trainer_booking (
  session_id uuid not null,
  trainer_id uuid not null,
  half_day text not null,
  during tstzrange not null,
  constraint trainer_booking_key primary key (session_id, trainer_id, half_day),
  constraint a_booking_is_for_a_half_day check (half_day in ('morning', 'afternoon')),
  constraint a_trainer_teaches_one_session_at_a_time
    exclude using gist (trainer_id with =, during with &&)
);
comment on table kynang.trainer_booking is 'delivery: the hours for which a trainer is taken.';

create table kynang.room_booking (
  session_id uuid not null,
  room_id uuid not null,
  half_day text not null,
  during tstzrange not null,
  constraint room_booking_key primary key (session_id, room_id, half_day),
  constraint a_room_booking_is_for_a_half_day check (half_day in ('morning', 'afternoon')),
  constraint a_room_holds_one_session_at_a_time
    exclude using gist (room_id with =, during with &&)
);
comment on table kynang.room_booking is 'delivery: the hours for which a room is taken.';

create table kynang.seat (
  course_run_id uuid not null,
  number integer not null,
  firm_id uuid not null,
  enrolment_id uuid not null,
  state text not null,
  taken_at timestamptz not null,
  changed_at timestamptz not null,
  constraint seat_key primary key (course_run_id, number),
  constraint an_enrolment_has_one_seat unique (enrolment_id),
  constraint a_seat_is_in_a_known_state check (state in ('taken', 'waiting', 'released'))
);
create index seat_by_state on kynang.seat (course_run_id, state, number);
create index seat_by_firm on kynang.seat (firm_id, course_run_id);
comment on table kynang.seat is
  'delivery: a place in a run or in its queue, by firm and enrolment, without a personal value.';

create table kynang.outbox (
  id uuid not null,
  firm_id uuid not null,
  kind text not null,
  subject_id uuid not null,
  payload jsonb not null,
  created_at timestamptz not null,
  due_at timestamptz not null,
  done_at timestamptz,
  attempts integer not null default 0,
  last_error_code text,
  constraint outbox_key primary key (id),
  constraint an_outbox_kind_is_known check (kind in ('seat_promoted', 'run_cancelled'))
);
create index outbox_pending on kynang.outbox (due_at) where done_at is null;
comment on table kynang.outbox is
  'delivery: what a firm''s own transaction must still do because of another''s; ids alone.';
