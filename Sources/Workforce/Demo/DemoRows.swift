import Postgres

/// The rows of one circle of firms, or of what the whole province shares.
struct DemoRows: Sendable {
  var providers: [DemoProviderRow] = []
  var trainers: [DemoTrainerRow] = []
  var rooms: [DemoRoomRow] = []
  var agencies: [DemoAgencyRow] = []
  var courses: [DemoCourseRow] = []
  var outcomes: [DemoCourseOutcomeRow] = []
  var prerequisites: [DemoCoursePrerequisiteRow] = []
  var runs: [DemoCourseRunRow] = []
  var runTrainers: [DemoCourseRunTrainerRow] = []
  var sessions: [DemoSessionRow] = []
  var sessionEvents: [DemoSessionEventRow] = []
  var trainerBookings: [DemoTrainerBookingRow] = []
  var roomBookings: [DemoRoomBookingRow] = []
  var seats: [DemoSeatRow] = []
  var firms: [DemoFirmRow] = []
  var taxCodes: [DemoTaxCodeRow] = []
  var units: [DemoUnitRow] = []
  var placements: [DemoUnitPlacementRow] = []
  var jobRoles: [DemoJobRoleRow] = []
  var requirements: [DemoRoleRequirementRow] = []
  var employees: [DemoEmployeeRow] = []
  var persons: [DemoPersonRow] = []
  var employments: [DemoEmploymentRow] = []
  var assignments: [DemoAssignmentRow] = []
  var exemptions: [DemoExemptionRow] = []
  var budgets: [DemoUnitBudgetRow] = []
  var batches: [DemoEnrolmentBatchRow] = []
  var enrolments: [DemoEnrolmentRow] = []
  var statuses: [DemoEnrolmentStatusRow] = []
  var attendances: [DemoAttendanceRow] = []
  var completions: [DemoCompletionRow] = []
  var assessments: [DemoAssessmentRow] = []
  var platforms: [DemoPlatformRow] = []
  var programmes: [DemoProgrammeRow] = []
  var denominators: [DemoDenominatorRow] = []
  var observations: [DemoObservationRow] = []
  var sizes: [DemoFirmSizeRow] = []
  var flags: [DemoFirmFlagRow] = []
  var adoptions: [DemoAdoptionRow] = []
  var supports: [DemoSupportRow] = []
  var trainingPlans: [DemoTrainingPlanRow] = []
  var plannedCourses: [DemoPlannedCourseRow] = []
  var auditEntries: [DemoAuditEntryRow] = []
  var auditQueue: [DemoAuditQueueRow] = []

  /// In the order of their foreign keys, which are checked at the end of each copy.
  /// Returns the number of rows.
  func copy(in transaction: Transaction) async throws -> Int {
    var count = 0
    count += try await DemoFirmRow.copy(firms, in: transaction)
    count += try await DemoTaxCodeRow.copy(taxCodes, in: transaction)
    count += try await DemoUnitRow.copy(units, in: transaction)
    count += try await DemoUnitPlacementRow.copy(placements, in: transaction)
    count += try await DemoJobRoleRow.copy(jobRoles, in: transaction)
    count += try await DemoRoleRequirementRow.copy(requirements, in: transaction)
    count += try await DemoEmployeeRow.copy(employees, in: transaction)
    count += try await DemoPersonRow.copy(persons, in: transaction)
    count += try await DemoEmploymentRow.copy(employments, in: transaction)
    count += try await DemoAssignmentRow.copy(assignments, in: transaction)
    count += try await DemoExemptionRow.copy(exemptions, in: transaction)
    count += try await DemoUnitBudgetRow.copy(budgets, in: transaction)
    count += try await copyDelivery(in: transaction)
    count += try await DemoEnrolmentBatchRow.copy(batches, in: transaction)
    count += try await DemoEnrolmentRow.copy(enrolments, in: transaction)
    count += try await DemoEnrolmentStatusRow.copy(statuses, in: transaction)
    count += try await DemoSeatRow.copy(seats, in: transaction)
    count += try await DemoAttendanceRow.copy(attendances, in: transaction)
    count += try await DemoCompletionRow.copy(completions, in: transaction)
    count += try await DemoAssessmentRow.copy(assessments, in: transaction)
    count += try await DemoObservationRow.copy(observations, in: transaction)
    count += try await DemoFirmSizeRow.copy(sizes, in: transaction)
    count += try await DemoFirmFlagRow.copy(flags, in: transaction)
    count += try await DemoAdoptionRow.copy(adoptions, in: transaction)
    count += try await DemoSupportRow.copy(supports, in: transaction)
    count += try await DemoTrainingPlanRow.copy(trainingPlans, in: transaction)
    count += try await DemoPlannedCourseRow.copy(plannedCourses, in: transaction)
    count += try await DemoAuditEntryRow.copy(auditEntries, in: transaction)
    count += try await DemoAuditQueueRow.copy(auditQueue, in: transaction)
    return count
  }

  private func copyDelivery(in transaction: Transaction) async throws -> Int {
    var count = 0
    count += try await DemoProviderRow.copy(providers, in: transaction)
    count += try await DemoTrainerRow.copy(trainers, in: transaction)
    count += try await DemoRoomRow.copy(rooms, in: transaction)
    count += try await DemoAgencyRow.copy(agencies, in: transaction)
    count += try await DemoPlatformRow.copy(platforms, in: transaction)
    count += try await DemoProgrammeRow.copy(programmes, in: transaction)
    count += try await DemoDenominatorRow.copy(denominators, in: transaction)
    count += try await DemoCourseRow.copy(courses, in: transaction)
    count += try await DemoCourseOutcomeRow.copy(outcomes, in: transaction)
    count += try await DemoCoursePrerequisiteRow.copy(prerequisites, in: transaction)
    count += try await DemoCourseRunRow.copy(runs, in: transaction)
    count += try await DemoCourseRunTrainerRow.copy(runTrainers, in: transaction)
    count += try await DemoSessionRow.copy(sessions, in: transaction)
    count += try await DemoSessionEventRow.copy(sessionEvents, in: transaction)
    count += try await DemoTrainerBookingRow.copy(trainerBookings, in: transaction)
    count += try await DemoRoomBookingRow.copy(roomBookings, in: transaction)
    return count
  }
}
