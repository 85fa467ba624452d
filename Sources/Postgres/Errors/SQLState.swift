/// A five-character error code of PostgreSQL. Source: PostgreSQL documentation, appendix A.
package struct SQLState: RawRepresentable, Hashable, Sendable {
  package let rawValue: String

  package init(rawValue: String) {
    self.rawValue = rawValue
  }

  package static let featureNotSupported = SQLState(rawValue: "0A000")
  package static let cardinalityViolation = SQLState(rawValue: "21000")
  package static let stringDataRightTruncation = SQLState(rawValue: "22001")
  package static let numericValueOutOfRange = SQLState(rawValue: "22003")
  package static let invalidDatetimeFormat = SQLState(rawValue: "22007")
  package static let datetimeFieldOverflow = SQLState(rawValue: "22008")
  package static let divisionByZero = SQLState(rawValue: "22012")
  package static let invalidParameterValue = SQLState(rawValue: "22023")
  package static let invalidTextRepresentation = SQLState(rawValue: "22P02")
  package static let badCopyFileFormat = SQLState(rawValue: "22P04")
  package static let notNullViolation = SQLState(rawValue: "23502")
  package static let foreignKeyViolation = SQLState(rawValue: "23503")
  package static let uniqueViolation = SQLState(rawValue: "23505")
  package static let checkViolation = SQLState(rawValue: "23514")
  package static let exclusionViolation = SQLState(rawValue: "23P01")
  package static let readOnlySQLTransaction = SQLState(rawValue: "25006")
  package static let inFailedSQLTransaction = SQLState(rawValue: "25P02")
  package static let invalidStatementName = SQLState(rawValue: "26000")
  package static let invalidCatalogName = SQLState(rawValue: "3D000")
  package static let serializationFailure = SQLState(rawValue: "40001")
  package static let deadlockDetected = SQLState(rawValue: "40P01")
  package static let insufficientPrivilege = SQLState(rawValue: "42501")
  package static let syntaxError = SQLState(rawValue: "42601")
  package static let undefinedColumn = SQLState(rawValue: "42703")
  package static let undefinedFunction = SQLState(rawValue: "42883")
  package static let undefinedObject = SQLState(rawValue: "42704")
  package static let undefinedTable = SQLState(rawValue: "42P01")
  package static let duplicateDatabase = SQLState(rawValue: "42P04")
  package static let duplicatePreparedStatement = SQLState(rawValue: "42P05")
  package static let duplicateTable = SQLState(rawValue: "42P07")
  package static let diskFull = SQLState(rawValue: "53100")
  package static let tooManyConnections = SQLState(rawValue: "53300")
  package static let objectInUse = SQLState(rawValue: "55006")
  package static let lockNotAvailable = SQLState(rawValue: "55P03")
  package static let queryCanceled = SQLState(rawValue: "57014")
  package static let adminShutdown = SQLState(rawValue: "57P01")
  package static let crashShutdown = SQLState(rawValue: "57P02")
  package static let cannotConnectNow = SQLState(rawValue: "57P03")
  package static let raiseException = SQLState(rawValue: "P0001")
}
