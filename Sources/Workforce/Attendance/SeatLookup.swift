import Foundation
import Postgres

/// The firm and run of an enrolment, as its seat tells without naming a person.
struct EnrolmentSeat: Codable, Sendable {
  let enrolmentId: UUID
  let firmId: UUID
  let courseRunId: UUID
}

extension Query<EnrolmentSeat> {
  static var taughtSeats: Self { Query("attendance.seats") }
}

/// Part of workflows; never offered by itself. What a trainer records of several firms is one
/// transaction for each, and this says which.
struct FindTaughtSeats: Lookup {
  let enrolmentIds: [ID<Enrolment>]

  typealias Output = [EnrolmentSeat]
  static let name = "seat.find-taught"
  static let route = Route.get("/seats")
  static let permission = Permission.recordTraining
  static let access = Access.read

  func call(in context: LookupContext) throws -> Call {
    guard let trainerID = context.principal.trainerID else { throw AppError.forbidden }
    return Call(
      Query<EnrolmentSeat>.taughtSeats.statement, [trainerID.uuid, enrolmentIds.map(\.uuid)])
  }

  func output(from rows: Rows) throws -> [EnrolmentSeat] {
    try rows.decode(EnrolmentSeat.self)
  }
}

extension App {
  /// The firm that each enrolment of a record belongs to, in the order in which firms first appear.
  ///
  /// A firm's own records are its own. Throws `invalidInput` at the field of an enrolment that is in no
  /// run which the trainer teaches, or in another run than the others.
  func firms<Entry>(
    of entries: [Entry], enrolment: (Entry) -> ID<Enrolment>, field: String,
    as principal: Principal, request: Request
  ) async throws -> [(firmID: ID<Firm>, entries: [Entry])] {
    guard principal.role == .trainer else {
      guard let firmID = principal.firmID else { throw AppError.forbidden }
      return [(firmID, entries)]
    }
    let seats = try await perform(
      FindTaughtSeats(enrolmentIds: Array(Set(entries.map(enrolment)))), as: principal,
      request: .plain(id: request.id))
    let byEnrolment = Dictionary(
      seats.map { ($0.enrolmentId, $0) }, uniquingKeysWith: { one, _ in one })
    let strangers = entries.indices.filter { byEnrolment[enrolment(entries[$0]).uuid] == nil }
    guard strangers.isEmpty else {
      throw AppError.invalid(
        strangers.map {
          FieldError(
            field: "\(field)[\($0)].enrolmentId", rule: "attendance.not_in_class", parameters: [:])
        })
    }
    var order: [UUID] = []
    var groups: [UUID: [Entry]] = [:]
    for entry in entries {
      guard let firm = byEnrolment[enrolment(entry).uuid]?.firmId else { continue }
      if groups[firm] == nil { order.append(firm) }
      groups[firm, default: []].append(entry)
    }
    return order.map { (ID($0), groups[$0] ?? []) }
  }
}
