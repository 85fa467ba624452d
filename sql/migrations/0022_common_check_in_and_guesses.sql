-- Whoever may record attendance of a session shares its check-in: of a closed class that is the trainers of the run and
-- HR of the firm that owns it, of every other class its trainers alone. So owner_id says whose class it is,
-- whoever opened, and trainer_id alone says who did. A ticket is claimed in the transaction that marks somebody,
-- by a routine of the owner of the schema, for the roles that mark read no ticket. Sign-ins of unknown logins are counted.
--
-- Safe beside the old version: what it inserts for a trainer has no owner_id, and is hidden from the firm until the
-- next is opened, as before. Reversible by the policies and the constraint of 0019, once owner_id is emptied where
-- a trainer opened.

alter table kynang.check_in drop constraint a_check_in_is_opened_by_a_trainer_or_a_firm;
alter table kynang.check_in
  add constraint a_check_in_is_opened_by_a_trainer_or_a_firm
  check (trainer_id is not null or owner_id is not null);
comment on table kynang.check_in is
  'delivery: a while in which a class checks itself in to a half-day; owner_id is the firm of a closed class.';

-- The owner of the schema may be no superuser, whom forced row security holds off as well.
alter table kynang.check_in no force row level security;
update kynang.check_in
set owner_id = run.owner_id
from kynang.course_run as run
where run.id = check_in.course_run_id
  and check_in.owner_id is null;
alter table kynang.check_in force row level security;

drop policy trainer_reads on kynang.check_in;
drop policy trainer_changes on kynang.check_in;
drop policy firm_writes on kynang.check_in;
create policy trainer_reads on kynang.check_in for select to kynang_trainer
  using (course_run_id = any (kynang.current_run_ids()));
create policy trainer_changes on kynang.check_in for update to kynang_trainer
  using (course_run_id = any (kynang.current_run_ids()))
  with check (course_run_id = any (kynang.current_run_ids()));
create policy firm_writes on kynang.check_in for insert to kynang_firm
  with check (owner_id = kynang.current_firm_id() and trainer_id is null);

-- For the routine that claims a ticket.
create policy owner_reads on kynang.check_in for select to current_user using (true);
create policy owner_reads on kynang.check_in_ticket for select to current_user using (true);
create policy owner_claims on kynang.check_in_ticket for insert to current_user with check (true);
create policy owner_changes on kynang.check_in_ticket for update to current_user using (true) with check (true);

-- A sign-in that counts against no account is counted by the minute instead of being audited row by row.
create table kynang.sign_in_guess (
  minute timestamptz not null,
  refused_count integer not null,
  constraint sign_in_guess_key primary key (minute)
);
comment on table kynang.sign_in_guess is
  'lookup: how many sign-ins of a minute named no account, or one that was locked; without what was typed.';
alter table kynang.sign_in_guess enable row level security;
alter table kynang.sign_in_guess force row level security;
create policy system_reads on kynang.sign_in_guess for select to kynang_system using (true);
create policy system_writes on kynang.sign_in_guess for insert to kynang_system with check (true);
create policy system_changes on kynang.sign_in_guess for update to kynang_system using (true) with check (true);
create policy system_forgets on kynang.sign_in_guess for delete to kynang_system using (true);
grant select, insert, update, delete on kynang.sign_in_guess to kynang_system;
