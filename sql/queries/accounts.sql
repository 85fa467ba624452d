-- name: sign_in.attempt
-- Counts an attempt before its password is looked at, so that many at once count too; the delay grows
-- from the fifth failure on. No row for a login that is unknown, locked or has no password.
-- $1 text login, $2 timestamptz now
update kynang.account as account
set
  failed_sign_ins = account.failed_sign_ins + 1,
  locked_until = case
    when account.failed_sign_ins < 4 then null
    else $2::timestamptz
      + least(power(2, least(account.failed_sign_ins - 4, 10)) * interval '30 seconds', interval '15 minutes')
  end
from kynang.login as login
where login.login = $1
  and account.id = login.account_id
  and account.state = 'active'
  and account.password_hash is not null
  and (account.locked_until is null or account.locked_until <= $2)
returning account.id as account_id, account.password_hash;

-- name: sign_in.count_refused
-- Counts a sign-in that counts against no account, and forgets those of other days. It costs what counting against an
-- account costs, so that the time of an answer does not tell which logins exist.
-- $1 timestamptz now
with forgotten as (
  delete from kynang.sign_in_guess as guess
  where guess.minute < $1::timestamptz - interval '1 day'
)
insert into kynang.sign_in_guess (minute, refused_count)
values (date_trunc('minute', $1::timestamptz), 1)
on conflict (minute) do update
set refused_count = sign_in_guess.refused_count + 1;

-- name: sign_in.succeed
-- $1 uuid account
update kynang.account as account
set failed_sign_ins = 0, locked_until = null
where account.id = $1;

-- name: web_session.create
-- Opens a session and forgets the account's expired ones.
-- $1 bytea token hash, $2 uuid account, $3 uuid membership, $4 timestamptz now, $5 timestamptz expires
with expired as (
  delete from kynang.web_session as old
  where old.account_id = $2
    and old.expires_at <= $4
)
insert into kynang.web_session (token_hash, account_id, membership_id, created_at, expires_at)
values ($1, $2, $3, $4, $5);

-- name: web_session.find
-- $1 bytea token hash, $2 timestamptz now
select present.account_id, present.membership_id, present.expires_at
from kynang.web_session as present
join kynang.account as account
  on account.id = present.account_id
  and account.state = 'active'
where present.token_hash = $1
  and present.expires_at > $2;

-- name: web_session.choose
-- $1 bytea token hash, $2 uuid membership
update kynang.web_session as present
set membership_id = $2
where present.token_hash = $1;

-- name: web_session.extend
-- $1 bytea token hash, $2 timestamptz expires
update kynang.web_session as present
set expires_at = $2
where present.token_hash = $1
  and present.expires_at < $2;

-- name: web_session.end
-- $1 bytea token hash
delete from kynang.web_session as present
where present.token_hash = $1
returning present.account_id;

-- name: web_session.end_all
-- Ends every session of an account, but one when it is named.
-- $1 uuid account, $2 bytea token hash to keep
delete from kynang.web_session as present
where present.account_id = $1
  and present.token_hash is distinct from $2;

-- name: authenticate.cookie
-- Who a browser is; the role is null until a workplace is chosen.
-- $1 bytea token hash, $2 timestamptz now
select
  present.account_id, account.display_name, account.language, membership.id as membership_id,
  membership.role, membership.firm_id, firm.name as firm_name, membership.employee_id, membership.unit_ids,
  membership.provider_id, provider.name as provider_name, membership.trainer_id, membership.agency_id,
  agency.name as agency_name, agency.province_code, present.created_at, present.expires_at
from kynang.web_session as present
join kynang.account as account
  on account.id = present.account_id
  and account.state = 'active'
left join kynang.membership as membership
  on membership.account_id = present.account_id
  and membership.id = present.membership_id
  and (membership.revoked_at is null or membership.revoked_at > $2)
  and not membership.is_pending
left join kynang.firm as firm
  on firm.id = membership.firm_id
left join kynang.provider as provider
  on provider.id = membership.provider_id
left join kynang.agency as agency
  on agency.id = membership.agency_id
where present.token_hash = $1
  and present.expires_at > $2;

-- name: authenticate.bearer
-- Who a program is.
-- $1 bytea token hash, $2 timestamptz now
select
  token.account_id, account.display_name, account.language, membership.id as membership_id,
  membership.role, membership.firm_id, firm.name as firm_name, membership.employee_id, membership.unit_ids,
  membership.provider_id, provider.name as provider_name, membership.trainer_id, membership.agency_id,
  agency.name as agency_name, agency.province_code, token.created_at, token.expires_at
from kynang.api_token as token
join kynang.account as account
  on account.id = token.account_id
  and account.state = 'active'
join kynang.membership as membership
  on membership.account_id = token.account_id
  and membership.id = token.membership_id
  and (membership.revoked_at is null or membership.revoked_at > $2)
  and not membership.is_pending
left join kynang.firm as firm
  on firm.id = membership.firm_id
left join kynang.provider as provider
  on provider.id = membership.provider_id
left join kynang.agency as agency
  on agency.id = membership.agency_id
where token.token_hash = $1
  and token.expires_at > $2
  and token.revoked_at is null;

-- name: account.places
-- What an account may be, oldest first.
-- $1 uuid account, $2 timestamptz now
select
  membership.id as membership_id, membership.role, membership.firm_id,
  coalesce(firm.name, provider.name, agency.name) as name
from kynang.membership as membership
left join kynang.firm as firm
  on firm.id = membership.firm_id
left join kynang.provider as provider
  on provider.id = membership.provider_id
left join kynang.agency as agency
  on agency.id = membership.agency_id
where membership.account_id = $1
  and (membership.revoked_at is null or membership.revoked_at > $2)
  and not membership.is_pending
order by membership.granted_at, membership.id;

-- name: account.show
-- $1 uuid account
select
  account.id as account_id, login.login, account.display_name, account.language, account.state,
  account.version
from kynang.account as account
join kynang.login as login
  on login.account_id = account.id
where account.id = $1;

-- name: account.find_login
-- $1 text login
select login.account_id, account.state, account.password_hash is not null as has_password
from kynang.login as login
join kynang.account as account
  on account.id = login.account_id
where login.login = $1;

-- name: account.create
-- $1 uuid id, $2 text display name, $3 text language, $4 text password hash, $5 text state,
-- $6 timestamptz now, $7 uuid by, $8 text login
with created as (
  insert into kynang.account (
    id, display_name, language, password_hash, state, created_at, created_by)
  values ($1, $2, $3, $4, $5, $6, $7)
  returning id
)
insert into kynang.login (login, account_id)
select $8, created.id
from created;

-- name: account.change
-- Null leaves a value as it is.
-- $1 uuid account, $2 integer version, $3 text display name, $4 text language
update kynang.account as account
set
  display_name = coalesce($3, account.display_name),
  language = coalesce($4, account.language),
  version = account.version + 1
where account.id = $1
  and account.version = $2;

-- name: account.set_state
-- $1 uuid account, $2 text from, $3 text to
update kynang.account as account
set state = $3, version = account.version + 1
where account.id = $1
  and account.state = $2;

-- name: account.set_password
-- Sets a password; a first one only where there is none yet.
-- $1 uuid account, $2 text password hash, $3 boolean first
update kynang.account as account
set
  password_hash = $2, state = 'active', failed_sign_ins = 0, locked_until = null,
  version = account.version + 1
where account.id = $1
  and account.state in ('invited', 'active')
  and (not $3 or account.password_hash is null);

-- name: account.out_of_reach
-- Memberships of an account outside of one firm: what keeps that firm's HR from managing the account.
-- $1 uuid account, $2 uuid firm
select count(*)::integer as memberships
from kynang.membership as membership
where membership.account_id = $1
  and membership.revoked_at is null
  and not membership.is_pending
  and membership.firm_id is distinct from $2;

-- name: membership.create
-- $1 uuid account, $2 uuid id, $3 text role, $4 uuid firm, $5 uuid employee, $6 uuid[] units, $7 uuid provider,
-- $8 uuid trainer, $9 uuid agency, $10 boolean pending, $11 timestamptz now, $12 uuid by
insert into kynang.membership (
  account_id, id, role, firm_id, employee_id, unit_ids, provider_id, trainer_id, agency_id, is_pending,
  granted_at, granted_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: membership.find
-- One membership that stands, as far as the caller's reach goes.
-- $1 uuid account, $2 uuid membership, $3 uuid the only firm in reach, $4 text the only province in reach
select
  membership.id as membership_id, membership.account_id, membership.role, membership.firm_id,
  membership.is_pending
from kynang.membership as membership
left join kynang.firm as firm
  on firm.id = membership.firm_id
left join kynang.provider as provider
  on provider.id = membership.provider_id
where membership.account_id = $1
  and membership.id = $2
  and membership.revoked_at is null
  and ($3::uuid is null or membership.firm_id = $3)
  and ($4::text is null or firm.province_code = $4 or provider.province_code = $4);

-- name: membership.same
-- Whether an account has such a membership already.
-- $1 uuid account, $2 text role, $3 uuid firm, $4 uuid provider, $5 uuid agency
select membership.id
from kynang.membership as membership
where membership.account_id = $1
  and membership.role = $2
  and membership.firm_id is not distinct from $3
  and membership.provider_id is not distinct from $4
  and membership.agency_id is not distinct from $5
  and membership.revoked_at is null
  and not membership.is_pending;

-- name: membership.in_firm
-- Memberships of an account in a firm that its human has accepted.
-- $1 uuid account, $2 uuid firm
select membership.id
from kynang.membership as membership
where membership.account_id = $1
  and membership.firm_id = $2
  and membership.revoked_at is null
  and not membership.is_pending;

-- name: membership.accept
-- $1 uuid account, $2 uuid membership
update kynang.membership as membership
set is_pending = false
where membership.account_id = $1
  and membership.id = $2
  and membership.revoked_at is null
  and membership.is_pending;

-- name: membership.revoke
-- $1 uuid account, $2 uuid membership, $3 timestamptz now
update kynang.membership as membership
set revoked_at = $3
where membership.account_id = $1
  and membership.id = $2
  and membership.revoked_at is null;

-- name: membership.count_role
-- How many hold a role, in a firm when it is given.
-- $1 text role, $2 uuid firm
select count(*)::integer as holders
from kynang.membership as membership
where membership.role = $1
  and ($2::uuid is null or membership.firm_id = $2)
  and membership.revoked_at is null
  and not membership.is_pending;

-- name: membership.unit_leads
-- Managers of a firm by the units that they answer for.
-- $1 uuid firm
select
  led.unit_id, membership.account_id,
  case when kynang.is_stranger(membership) then login.login else account.display_name end as display_name,
  membership.is_pending
from kynang.membership as membership
join kynang.account as account
  on account.id = membership.account_id
join kynang.login as login
  on login.account_id = membership.account_id
cross join unnest(membership.unit_ids) as led (unit_id)
where membership.firm_id = $1
  and membership.role = 'manager'
  and membership.revoked_at is null
  and account.state <> 'disabled'
order by account.display_name collate kynang.vietnamese, membership.id;

-- name: membership.list
-- Who may do what, by display name. Whom a firm or an officer has invited and who has not accepted yet goes by the
-- login that was typed, where the account is somebody else's already.
-- $1 uuid the only firm in reach, $2 uuid firm, $3 uuid provider, $4 uuid agency, $5 text role,
-- $6 uuid after, $7 integer limit, $8 uuid account, $9 text pattern of the folded name or login,
-- $10 text the province of an officer, who sees the open invitations that officers may make
select
  membership.id as membership_id, membership.account_id, login.login, shown.display_name,
  shown.account_state, membership.role, membership.firm_id, firm.name as firm_name,
  membership.employee_id, membership.unit_ids, membership.provider_id, provider.name as provider_name,
  membership.trainer_id, membership.agency_id, agency.name as agency_name, membership.is_pending,
  membership.granted_at
from kynang.membership as membership
join kynang.account as account
  on account.id = membership.account_id
join kynang.login as login
  on login.account_id = account.id
left join kynang.firm as firm
  on firm.id = membership.firm_id
left join kynang.provider as provider
  on provider.id = membership.provider_id
left join kynang.agency as agency
  on agency.id = membership.agency_id
cross join lateral (
  select
    case when met.is_stranger then login.login else account.display_name end as display_name,
    case when met.is_stranger then 'invited' else account.state end as account_state
  from (
    select ($1::uuid is not null or $10::text is not null) and kynang.is_stranger(membership)
  ) as met (is_stranger)
) as shown
where membership.revoked_at is null
  and ($1::uuid is null or membership.firm_id = $1)
  and ($2::uuid is null or membership.firm_id = $2)
  and ($3::uuid is null or membership.provider_id = $3)
  and ($4::uuid is null or membership.agency_id = $4)
  and ($5::text is null or membership.role = $5)
  and ($8::uuid is null or membership.account_id = $8)
  and ($9::text is null or kynang.folded(shown.display_name) like $9 or login.login like $9)
  and (
    $10::text is null
    or (
      membership.is_pending
      and membership.role in ('hr', 'trainer')
      and coalesce(firm.province_code, provider.province_code) = $10
    )
  )
  and (
    $6::uuid is null
    or (shown.display_name collate kynang.vietnamese, membership.id) > (
      select
        (
          case
            when ($1::uuid is not null or $10::text is not null) and kynang.is_stranger(last) then last_login.login
            else last_account.display_name
          end
        ) collate kynang.vietnamese,
        last.id
      from kynang.membership as last
      join kynang.account as last_account
        on last_account.id = last.account_id
      join kynang.login as last_login
        on last_login.account_id = last.account_id
      where last.id = $6
        and ($1::uuid is null or last.firm_id = $1)
    )
  )
order by shown.display_name collate kynang.vietnamese, membership.id
limit $7;

-- name: scope.units
-- How many of the units named are the firm's.
-- $1 uuid firm, $2 uuid[] units
select count(*)::integer as units
from kynang.unit as unit
where unit.firm_id = $1
  and unit.id = any ($2);

-- name: scope.employee
-- $1 uuid firm, $2 uuid employee
select employee.id
from kynang.employee as employee
where employee.firm_id = $1
  and employee.id = $2
  and employee.merged_into is null;

-- name: invitation.create
-- $1 bytea code hash, $2 uuid id, $3 uuid account, $4 uuid membership, $5 timestamptz now, $6 uuid by,
-- $7 timestamptz expires
insert into kynang.invitation (
  code_hash, id, account_id, membership_id, created_at, created_by, expires_at)
values ($1, $2, $3, $4, $5, $6, $7);

-- name: invitation.revoke
-- Earlier codes for the same thing: a membership, or a new password.
-- $1 uuid account, $2 uuid membership, $3 timestamptz now
update kynang.invitation as invitation
set revoked_at = $3
where invitation.account_id = $1
  and invitation.membership_id is not distinct from $2
  and invitation.used_at is null
  and invitation.revoked_at is null;

-- name: invitation.find
-- An invitation that can still be accepted.
-- $1 bytea code hash, $2 timestamptz now
select
  invitation.id as invitation_id, invitation.account_id, invitation.membership_id, invitation.expires_at,
  login.login, account.password_hash is not null as has_password, membership.role,
  coalesce(firm.name, provider.name, agency.name) as place_name, inviter.display_name as inviter_name
from kynang.invitation as invitation
join kynang.account as account
  on account.id = invitation.account_id
  and account.state in ('invited', 'active')
join kynang.login as login
  on login.account_id = account.id
left join kynang.membership as membership
  on membership.account_id = invitation.account_id
  and membership.id = invitation.membership_id
left join kynang.firm as firm
  on firm.id = membership.firm_id
left join kynang.provider as provider
  on provider.id = membership.provider_id
left join kynang.agency as agency
  on agency.id = membership.agency_id
left join kynang.account as inviter
  on inviter.id = invitation.created_by
where invitation.code_hash = $1
  and invitation.used_at is null
  and invitation.revoked_at is null
  and invitation.expires_at > $2
  and (invitation.membership_id is null or membership.revoked_at is null);

-- name: invitation.use
-- $1 bytea code hash, $2 timestamptz now
update kynang.invitation as invitation
set used_at = $2
where invitation.code_hash = $1
  and invitation.used_at is null
  and invitation.revoked_at is null
  and invitation.expires_at > $2;

-- name: administrator.lock
-- One first administrator, though two are made at once.
select true as is_locked
from (select pg_advisory_xact_lock(7310579283)) as held;

-- name: api_token.create
-- $1 bytea token hash, $2 uuid id, $3 uuid account, $4 uuid membership, $5 text label, $6 timestamptz now,
-- $7 timestamptz expires
insert into kynang.api_token (token_hash, id, account_id, membership_id, label, created_at, expires_at)
values ($1, $2, $3, $4, $5, $6, $7);

-- name: api_token.list
-- $1 uuid account
select
  token.id, token.label, token.membership_id, token.created_at, token.expires_at, token.revoked_at
from kynang.api_token as token
where token.account_id = $1
order by token.created_at desc, token.id;

-- name: api_token.revoke
-- $1 uuid account, $2 uuid token, $3 timestamptz now
update kynang.api_token as token
set revoked_at = $3
where token.account_id = $1
  and token.id = $2
  and token.revoked_at is null;
