-- Foreign keys, after all tables, so that a distributed engine can place the tables first.
-- Between tenant tables every key carries the firm; no table outside the tenants refers to one.
-- Facts outlive what they describe only by revision, so nothing cascades.

alter table kynang.unit
  add constraint a_unit_belongs_to_a_firm foreign key (firm_id)
  references kynang.firm (id) on delete no action;

alter table kynang.employee
  add constraint an_employee_belongs_to_a_firm foreign key (firm_id)
  references kynang.firm (id) on delete no action;

alter table kynang.job_role
  add constraint a_job_role_belongs_to_a_firm foreign key (firm_id)
  references kynang.firm (id) on delete no action;

alter table kynang.firm
  add constraint a_firm_is_in_a_province foreign key (province_code)
  references kynang.province (code) on delete no action;

alter table kynang.firm
  add constraint a_firm_is_in_a_commune foreign key (commune_code)
  references kynang.commune (code) on delete no action;

alter table kynang.firm
  add constraint a_firm_has_a_sector foreign key (vsic_version, vsic_section)
  references kynang.vsic_section (version, section) on delete no action;

alter table kynang.tax_code
  add constraint a_tax_code_is_of_a_firm foreign key (firm_id)
  references kynang.firm (id) on delete no action;

alter table kynang.unit_placement
  add constraint a_placement_is_of_a_unit foreign key (firm_id, id)
  references kynang.unit (firm_id, id) on delete no action;

alter table kynang.unit_placement
  add constraint a_parent_unit_exists foreign key (firm_id, parent_id)
  references kynang.unit (firm_id, id) on delete no action;

alter table kynang.person
  add constraint a_person_is_an_employee foreign key (firm_id, employee_id)
  references kynang.employee (firm_id, id) on delete no action;

alter table kynang.employment
  add constraint an_employment_is_of_an_employee foreign key (firm_id, id)
  references kynang.employee (firm_id, id) on delete no action;

alter table kynang.role_requirement
  add constraint a_requirement_is_of_a_job_role foreign key (firm_id, job_role_id)
  references kynang.job_role (firm_id, id) on delete no action;

alter table kynang.role_requirement
  add constraint a_requirement_names_a_competency foreign key (competency_id)
  references kynang.competency (id) on delete no action;

alter table kynang.assignment
  add constraint an_assignment_is_of_an_employee foreign key (firm_id, employee_id)
  references kynang.employee (firm_id, id) on delete no action;

alter table kynang.assignment
  add constraint an_assignment_is_to_a_unit foreign key (firm_id, unit_id)
  references kynang.unit (firm_id, id) on delete no action;

alter table kynang.assignment
  add constraint an_assignment_is_to_a_job_role foreign key (firm_id, job_role_id)
  references kynang.job_role (firm_id, id) on delete no action;

alter table kynang.exemption
  add constraint an_exemption_is_of_an_employee foreign key (firm_id, employee_id)
  references kynang.employee (firm_id, id) on delete no action;

alter table kynang.exemption
  add constraint an_exemption_names_a_competency foreign key (competency_id)
  references kynang.competency (id) on delete no action;

alter table kynang.unit_budget
  add constraint a_budget_is_of_a_unit foreign key (firm_id, unit_id)
  references kynang.unit (firm_id, id) on delete no action;

alter table kynang.job_role
  add constraint a_job_role_copies_a_template foreign key (template_id)
  references kynang.role_template (id) on delete no action;

alter table kynang.enrolment_batch
  add constraint a_batch_enrols_in_a_run foreign key (course_run_id)
  references kynang.course_run (id) on delete no action;

alter table kynang.enrolment
  add constraint an_enrolment_is_of_an_employee foreign key (firm_id, employee_id)
  references kynang.employee (firm_id, id) on delete no action;

alter table kynang.enrolment
  add constraint an_enrolment_is_in_a_run foreign key (course_run_id)
  references kynang.course_run (id) on delete no action;

alter table kynang.enrolment
  add constraint an_enrolment_is_of_a_batch foreign key (firm_id, batch_id)
  references kynang.enrolment_batch (firm_id, id) on delete no action;

alter table kynang.enrolment
  add constraint an_enrolment_is_paid_by_a_unit foreign key (firm_id, unit_id)
  references kynang.unit (firm_id, id) on delete no action;

alter table kynang.enrolment
  add constraint an_enrolment_replaces_another foreign key (firm_id, replaces_id)
  references kynang.enrolment (firm_id, id) on delete no action;

alter table kynang.enrolment_status
  add constraint a_status_is_of_an_enrolment foreign key (firm_id, id)
  references kynang.enrolment (firm_id, id) on delete no action;

alter table kynang.attendance
  add constraint an_attendance_is_of_an_enrolment foreign key (firm_id, enrolment_id)
  references kynang.enrolment (firm_id, id) on delete no action;

alter table kynang.attendance
  add constraint an_attendance_is_in_a_session foreign key (session_id)
  references kynang.session (id) on delete no action;

alter table kynang.completion
  add constraint a_completion_is_of_an_enrolment foreign key (firm_id, enrolment_id)
  references kynang.enrolment (firm_id, id) on delete no action;

alter table kynang.completion
  add constraint a_completion_is_of_a_course foreign key (course_id)
  references kynang.course (id) on delete no action;

alter table kynang.assessment
  add constraint an_assessment_is_of_an_employee foreign key (firm_id, employee_id)
  references kynang.employee (firm_id, id) on delete no action;

alter table kynang.assessment
  add constraint an_assessment_names_a_competency foreign key (competency_id)
  references kynang.competency (id) on delete no action;

alter table kynang.assessment
  add constraint an_assessment_follows_an_enrolment foreign key (firm_id, enrolment_id)
  references kynang.enrolment (firm_id, id) on delete no action;

alter table kynang.provider
  add constraint a_provider_is_in_a_province foreign key (province_code)
  references kynang.province (code) on delete no action;

alter table kynang.agency
  add constraint an_agency_is_in_a_province foreign key (province_code)
  references kynang.province (code) on delete no action;

alter table kynang.trainer
  add constraint a_trainer_teaches_for_a_provider foreign key (provider_id)
  references kynang.provider (id) on delete no action;

alter table kynang.room
  add constraint a_room_is_of_a_provider foreign key (provider_id)
  references kynang.provider (id) on delete no action;

alter table kynang.room
  add constraint a_room_is_in_a_commune foreign key (commune_code)
  references kynang.commune (code) on delete no action;

alter table kynang.course
  add constraint a_course_is_offered_by_a_provider foreign key (provider_id)
  references kynang.provider (id) on delete no action;

alter table kynang.course_outcome
  add constraint an_outcome_is_of_a_course foreign key (course_id)
  references kynang.course (id) on delete no action;

alter table kynang.course_outcome
  add constraint an_outcome_names_a_competency foreign key (competency_id)
  references kynang.competency (id) on delete no action;

alter table kynang.course_prerequisite
  add constraint a_prerequisite_is_of_a_course foreign key (course_id)
  references kynang.course (id) on delete no action;

alter table kynang.course_prerequisite
  add constraint a_prerequisite_names_a_course foreign key (required_course_id)
  references kynang.course (id) on delete no action;

alter table kynang.course_prerequisite
  add constraint a_prerequisite_names_a_competency foreign key (competency_id)
  references kynang.competency (id) on delete no action;

alter table kynang.course_run
  add constraint a_run_delivers_a_course foreign key (course_id)
  references kynang.course (id) on delete no action;

alter table kynang.course_run
  add constraint a_run_is_given_by_a_provider foreign key (provider_id)
  references kynang.provider (id) on delete no action;

alter table kynang.course_run
  add constraint a_run_is_in_a_room foreign key (room_id)
  references kynang.room (id) on delete no action;

alter table kynang.course_run
  add constraint a_run_is_in_a_commune foreign key (commune_code)
  references kynang.commune (code) on delete no action;

alter table kynang.course_run_trainer
  add constraint a_trainer_teaches_a_run foreign key (course_run_id)
  references kynang.course_run (id) on delete no action;

alter table kynang.course_run_trainer
  add constraint a_run_is_taught_by_a_trainer foreign key (trainer_id)
  references kynang.trainer (id) on delete no action;

alter table kynang.session
  add constraint a_session_is_of_a_run foreign key (course_run_id)
  references kynang.course_run (id) on delete no action;

alter table kynang.session
  add constraint a_session_is_in_a_room foreign key (room_id)
  references kynang.room (id) on delete no action;

alter table kynang.session_event
  add constraint an_event_is_of_a_session foreign key (session_id)
  references kynang.session (id) on delete no action;

alter table kynang.trainer_booking
  add constraint a_trainer_is_booked_for_a_session foreign key (session_id)
  references kynang.session (id) on delete no action;

alter table kynang.trainer_booking
  add constraint a_booking_names_a_trainer foreign key (trainer_id)
  references kynang.trainer (id) on delete no action;

alter table kynang.room_booking
  add constraint a_room_is_booked_for_a_session foreign key (session_id)
  references kynang.session (id) on delete no action;

alter table kynang.room_booking
  add constraint a_booking_names_a_room foreign key (room_id)
  references kynang.room (id) on delete no action;

alter table kynang.seat
  add constraint a_seat_is_in_a_run foreign key (course_run_id)
  references kynang.course_run (id) on delete no action;

alter table kynang.login
  add constraint a_login_is_of_an_account foreign key (account_id)
  references kynang.account (id) on delete no action;

alter table kynang.membership
  add constraint a_membership_is_of_an_account foreign key (account_id)
  references kynang.account (id) on delete no action;

alter table kynang.membership
  add constraint a_membership_names_a_firm foreign key (firm_id)
  references kynang.firm (id) on delete no action;

alter table kynang.membership
  add constraint a_membership_names_a_provider foreign key (provider_id)
  references kynang.provider (id) on delete no action;

alter table kynang.membership
  add constraint a_membership_names_a_trainer foreign key (trainer_id)
  references kynang.trainer (id) on delete no action;

alter table kynang.membership
  add constraint a_membership_names_an_agency foreign key (agency_id)
  references kynang.agency (id) on delete no action;

alter table kynang.web_session
  add constraint a_web_session_is_of_an_account foreign key (account_id)
  references kynang.account (id) on delete no action;

alter table kynang.api_token
  add constraint an_api_token_is_of_an_account foreign key (account_id)
  references kynang.account (id) on delete no action;

alter table kynang.invitation
  add constraint an_invitation_is_for_an_account foreign key (account_id)
  references kynang.account (id) on delete no action;

-- The catalogue refers to itself alone.
alter table kynang.commune
  add constraint a_commune_is_in_a_province foreign key (province_code)
  references kynang.province (code) on delete no action;

alter table kynang.vsic_section
  add constraint a_section_succeeds_a_known_one foreign key (predecessor_version, predecessor_section)
  references kynang.vsic_section (version, section) on delete no action;

alter table kynang.framework_level
  add constraint a_level_is_of_a_framework foreign key (framework_id)
  references kynang.framework (id) on delete no action;

alter table kynang.competency_area
  add constraint an_area_is_of_a_framework foreign key (framework_id)
  references kynang.framework (id) on delete no action;

alter table kynang.competency
  add constraint a_competency_is_of_a_framework foreign key (framework_id)
  references kynang.framework (id) on delete no action;

alter table kynang.competency
  add constraint a_competency_is_in_an_area_of_its_framework foreign key (framework_id, area_code)
  references kynang.competency_area (framework_id, code) on delete no action;

alter table kynang.competency_crosswalk
  add constraint a_judgement_is_of_a_competency foreign key (from_id)
  references kynang.competency (id) on delete no action;

alter table kynang.competency_crosswalk
  add constraint a_judgement_compares_with_a_framework foreign key (to_framework_id)
  references kynang.framework (id) on delete no action;

alter table kynang.competency_crosswalk
  add constraint a_judgement_names_a_competency_of_that_framework
  foreign key (to_framework_id, to_id)
  references kynang.competency (framework_id, id) on delete no action;

alter table kynang.competency_equivalence
  add constraint an_equivalence_starts_at_a_competency foreign key (competency_id)
  references kynang.competency (id) on delete no action;

alter table kynang.competency_equivalence
  add constraint an_equivalence_counts_as_a_competency foreign key (counts_as_id)
  references kynang.competency (id) on delete no action;

alter table kynang.role_template
  add constraint a_role_template_names_a_sector foreign key (vsic_version, vsic_section)
  references kynang.vsic_section (version, section) on delete no action;

alter table kynang.role_template_requirement
  add constraint a_template_requirement_is_of_a_template foreign key (role_template_id)
  references kynang.role_template (id) on delete no action;

alter table kynang.role_template_requirement
  add constraint a_template_requirement_names_a_competency foreign key (competency_id)
  references kynang.competency (id) on delete no action;
