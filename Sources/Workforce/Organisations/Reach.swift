import Foundation

/// Which firms a caller may name: one, those of a province, or all.
struct Reach: Sendable {
  /// The only firm; nil means any.
  let firmID: UUID?
  /// The only province; nil means any.
  let provinceCode: String?
}

extension Principal {
  /// Throws `forbidden` for a trainer, who knows firms by the names in their classes alone.
  func reach() throws(AppError) -> Reach {
    switch role {
    case .administrator:
      return Reach(firmID: nil, provinceCode: nil)
    case .officer:
      guard let provinceCode else { throw .forbidden }
      return Reach(firmID: nil, provinceCode: provinceCode)
    case .hr, .manager, .director, .employee:
      guard let firmID else { throw .forbidden }
      return Reach(firmID: firmID.uuid, provinceCode: nil)
    case .trainer:
      throw .forbidden
    }
  }

  /// Refuses an officer who names another province than their own.
  func requireProvince(_ code: String) throws(AppError) {
    guard role == .officer, code != provinceCode else { return }
    throw .invalid("provinceCode", "organisation.outside_your_province")
  }
}

struct CommuneProvince: Decodable, Sendable {
  let provinceCode: String
}

extension Query<CommuneProvince> {
  static var communeProvince: Self { Query("commune.province") }
}

extension Session {
  /// Throws `invalidInput` unless the commune is one of the province; nil is no commune.
  func requireCommune(_ code: String?, in provinceCode: String) async throws {
    guard let code else { return }
    guard let found = try await fetchOne(.communeProvince, code) else {
      throw AppError.invalid("communeCode", "organisation.unknown_commune")
    }
    guard found.provinceCode == provinceCode else {
      throw AppError.invalid("communeCode", "organisation.commune_outside_province")
    }
  }
}
