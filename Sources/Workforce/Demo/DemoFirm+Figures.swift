import Foundation
import Postgres

extension DemoFirm {
  /// What is known of it as a firm: its figures, digitised processes, support, size and flags. Comes after
  /// its classes, on which the figures rest.
  mutating func makeFigures(_ setting: DemoSetting, rows: inout DemoRows) {
    let books = DemoBooks(
      self, trainedFrom: firstTrainedOn.map { setting.quarters.number(of: $0) }, setting)
    var random = setting.random(.reporting, number)
    let sizes = makeSizes(books, setting, rows: &rows)
    let adoptions = makeAdoptions(setting, rows: &rows)
    makeSupports(adoptions, sizes, setting, &random, rows: &rows)
    report(books, setting, &random, rows: &rows)
    measure(adoptions, setting, &random, rows: &rows)
    declareHours(setting, &random, rows: &rows)
  }
}
