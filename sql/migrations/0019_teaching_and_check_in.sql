-- Who teaches a session, and how a class checks itself in to it.
--
-- A class checks itself in: while a check-in is open, what the trainer shows changes every few seconds, and whoever
-- can see it is in the room. The secret behind it never leaves the service. Nothing here names a person: who came
-- stands in attendance, with its source. A ticket is what a telephone holds between scanning and saying who it
-- is; its row comes with the first attempt, so that looking at a code writes nothing.

create table kynang.check_in (
  id uuid not null,
  session_id uuid not null,
  course_run_id uuid not null,
  owner_id uuid,
  half_day text not null,
  secret bytea not null,
  trainer_id uuid,
  opened_at timestamptz not null,
  opened_by uuid not null,
  closes_at timestamptz not null,
  closed_at timestamptz,
  constraint check_in_key primary key (id),
  constraint a_check_in_is_for_a_half_day check (half_day in ('morning', 'afternoon')),
  constraint a_check_in_has_a_long_secret check (length(secret) = 32),
  constraint a_check_in_closes_after_it_opens check (closes_at > opened_at),
  constraint a_check_in_is_opened_by_a_trainer_or_a_firm check ((trainer_id is null) <> (owner_id is null))
);
create unique index a_session_has_one_open_check_in on kynang.check_in (session_id) where closed_at is null;
create index check_in_by_session on kynang.check_in (session_id);
create index check_in_by_run on kynang.check_in (course_run_id);
create index check_in_by_trainer on kynang.check_in (trainer_id);
create index check_in_open on kynang.check_in (closes_at) where closed_at is null;
comment on table kynang.check_in is
  'delivery: a while in which a class checks itself in to a half-day; owner_id is the firm whose HR opened it.';

create table kynang.check_in_ticket (
  check_in_id uuid not null,
  nonce bytea not null,
  attempts integer not null,
  last_attempt_at timestamptz not null,
  used_at timestamptz,
  constraint check_in_ticket_key primary key (check_in_id, nonce),
  constraint a_check_in_ticket_was_tried check (attempts > 0)
);
create index check_in_ticket_by_attempt on kynang.check_in_ticket (check_in_id, last_attempt_at) where used_at is null;
comment on table kynang.check_in_ticket is
  'lookup: how often the holder of a scanned or typed code has said who they are; without a personal value.';

create table kynang.check_in_guess (
  minute timestamptz not null,
  wrong_count integer not null,
  constraint check_in_guess_key primary key (minute)
);
comment on table kynang.check_in_guess is
  'lookup: how many typed codes were wrong in a minute, so that nobody finds one by trying.';

alter table kynang.check_in
  add constraint a_check_in_is_of_a_session foreign key (session_id)
  references kynang.session (id) on delete no action;
alter table kynang.check_in
  add constraint a_check_in_is_of_a_run foreign key (course_run_id)
  references kynang.course_run (id) on delete no action;
alter table kynang.check_in
  add constraint a_check_in_is_opened_by_a_trainer foreign key (trainer_id)
  references kynang.trainer (id) on delete no action;
alter table kynang.check_in_ticket
  add constraint a_check_in_ticket_is_of_a_check_in foreign key (check_in_id)
  references kynang.check_in (id) on delete no action;

-- The secret is read by whoever shows the code: a trainer of the run that they entered, and HR of the firm that
-- owns the class. Officers and employees read nothing of it.
alter table kynang.check_in enable row level security;
alter table kynang.check_in force row level security;
create policy trainer_reads on kynang.check_in for select to kynang_trainer
  using (course_run_id = any (kynang.current_run_ids()) and trainer_id is not null);
create policy trainer_writes on kynang.check_in for insert to kynang_trainer
  with check (course_run_id = any (kynang.current_run_ids()) and trainer_id is not null);
create policy trainer_changes on kynang.check_in for update to kynang_trainer
  using (course_run_id = any (kynang.current_run_ids()) and trainer_id is not null)
  with check (course_run_id = any (kynang.current_run_ids()) and trainer_id is not null);
create policy firm_reads on kynang.check_in for select to kynang_firm
  using (owner_id = kynang.current_firm_id());
create policy firm_writes on kynang.check_in for insert to kynang_firm
  with check (owner_id = kynang.current_firm_id());
create policy firm_changes on kynang.check_in for update to kynang_firm
  using (owner_id = kynang.current_firm_id()) with check (owner_id = kynang.current_firm_id());
create policy system_reads on kynang.check_in for select to kynang_system using (true);
grant select, insert, update (closed_at) on kynang.check_in to kynang_trainer, kynang_firm;
grant select on kynang.check_in to kynang_system;

do $$
declare
  counted text;
begin
  foreach counted in array array['check_in_ticket', 'check_in_guess'] loop
    execute format('alter table kynang.%I enable row level security', counted);
    execute format('alter table kynang.%I force row level security', counted);
    execute format('create policy system_reads on kynang.%I for select to kynang_system using (true)', counted);
    execute format(
      'create policy system_writes on kynang.%I for insert to kynang_system with check (true)', counted);
    execute format(
      'create policy system_changes on kynang.%I for update to kynang_system using (true) with check (true)',
      counted);
    execute format('grant select, insert, update on kynang.%I to kynang_system', counted);
  end loop;
  create policy system_forgets on kynang.check_in_guess for delete to kynang_system using (true);
  grant delete on kynang.check_in_guess to kynang_system;
end
$$;

-- Which of a run's trainers teach one session, where it is not all of them: moving a session may give it to one.
create table kynang.session_trainer (
  session_id uuid not null,
  trainer_id uuid not null,
  constraint session_trainer_key primary key (session_id, trainer_id),
  constraint a_session_trainer_teaches_a_session foreign key (session_id)
    references kynang.session (id) on delete no action,
  constraint a_session_is_taught_by_a_trainer foreign key (trainer_id)
    references kynang.trainer (id) on delete no action
);
create index session_trainer_by_trainer on kynang.session_trainer (trainer_id);
comment on table kynang.session_trainer is
  'delivery: the trainers of a run who teach a session; all of them where none is named.';
grant select on kynang.session_trainer
  to kynang_firm, kynang_trainer, kynang_self, kynang_officer, kynang_system, kynang_loader;
grant insert, delete on kynang.session_trainer to kynang_firm, kynang_trainer, kynang_officer, kynang_system;
