-- What must be unique across firms, keyed by the value that is looked up.

create table kynang.tax_code (
  tax_code text not null,
  firm_id uuid not null,
  constraint tax_code_key primary key (tax_code),
  constraint a_firm_has_one_tax_code unique (firm_id),
  constraint a_tax_code_has_ten_or_thirteen_digits check (tax_code ~ '^[0-9]{10}(-[0-9]{3})?$')
);
comment on table kynang.tax_code is 'lookup: a tax code and the firm that has it.';

create table kynang.account (
  id uuid not null,
  display_name text not null,
  language text not null,
  password_hash text,
  state text not null,
  failed_sign_ins integer not null default 0,
  locked_until timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  created_by uuid not null,
  constraint account_key primary key (id),
  constraint an_account_reads_a_known_language check (language in ('vi', 'en')),
  constraint an_account_is_in_a_known_state check (state in ('invited', 'active', 'disabled'))
);
comment on table kynang.account is 'lookup: a human who signs in.';

create table kynang.login (
  login text not null,
  account_id uuid not null,
  constraint login_key primary key (login),
  constraint an_account_has_one_login unique (account_id),
  constraint a_login_is_lower_case check (login = lower(login) and length(login) between 3 and 200)
);
comment on table kynang.login is 'lookup: the e-mail or name under which an account signs in.';

create table kynang.membership (
  account_id uuid not null,
  id uuid not null,
  role text not null,
  firm_id uuid,
  employee_id uuid,
  unit_ids uuid[] not null default '{}',
  provider_id uuid,
  trainer_id uuid,
  agency_id uuid,
  granted_at timestamptz not null,
  granted_by uuid not null,
  is_pending boolean not null default false,
  revoked_at timestamptz,
  constraint membership_key primary key (account_id, id),
  constraint a_role_is_known check (
    role in ('hr', 'trainer', 'manager', 'director', 'officer', 'employee', 'administrator')
  ),
  constraint a_role_has_its_scope check (
    (role in ('hr', 'director') and firm_id is not null and agency_id is null and provider_id is null)
    or (role = 'manager' and firm_id is not null and agency_id is null and provider_id is null)
    or (role = 'employee' and firm_id is not null and employee_id is not null and provider_id is null)
    or (role = 'trainer' and provider_id is not null and trainer_id is not null and firm_id is null)
    or (role = 'officer' and agency_id is not null and firm_id is null and provider_id is null)
    or (role = 'administrator' and firm_id is null and provider_id is null and agency_id is null)
  )
);
create index membership_by_firm on kynang.membership (firm_id) where firm_id is not null;
create index membership_by_trainer on kynang.membership (trainer_id) where trainer_id is not null;
comment on table kynang.membership is
  'lookup: what an account may be: HR, manager, director or employee of a firm, trainer of a provider, '
  'officer of an agency, administrator. A pending one counts when its human has accepted it.';

create table kynang.web_session (
  token_hash bytea not null,
  account_id uuid not null,
  membership_id uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  constraint web_session_key primary key (token_hash)
);
create index web_session_by_account on kynang.web_session (account_id);
comment on table kynang.web_session is 'lookup: a signed-in browser, by the hash of its cookie.';

create table kynang.api_token (
  token_hash bytea not null,
  id uuid not null,
  account_id uuid not null,
  membership_id uuid not null,
  label text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  constraint api_token_key primary key (token_hash),
  constraint an_api_token_has_one_id unique (id)
);
create index api_token_by_account on kynang.api_token (account_id);
comment on table kynang.api_token is 'lookup: a token for the API, by its hash.';

create table kynang.invitation (
  code_hash bytea not null,
  id uuid not null,
  account_id uuid not null,
  membership_id uuid,
  created_at timestamptz not null,
  created_by uuid not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz,
  constraint invitation_key primary key (code_hash),
  constraint an_invitation_has_one_id unique (id)
);
create index invitation_by_account on kynang.invitation (account_id);
comment on table kynang.invitation is
  'lookup: a link or printed code, by its hash, by which a human accepts a membership and sets the first '
  'password; without a membership it sets a new one.';

create table kynang.idempotency_record (
  account_id uuid not null,
  key text not null,
  use_case text not null,
  input_hash bytea not null,
  output jsonb not null,
  created_at timestamptz not null,
  constraint idempotency_record_key primary key (account_id, key)
);
create index idempotency_record_by_time on kynang.idempotency_record (created_at);
comment on table kynang.idempotency_record is
  'lookup: the answer to a creating request, for a day, so that a repeated one does nothing again.';

create table kynang.installation (
  singleton boolean not null default true,
  id uuid not null,
  kind text not null,
  province_code text not null,
  created_at timestamptz not null,
  constraint installation_key primary key (singleton),
  constraint there_is_one_installation check (singleton),
  constraint an_installation_is_real_or_demo check (kind in ('real', 'demo'))
);
comment on table kynang.installation is 'catalogue: what this database is for.';
