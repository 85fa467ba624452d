/// The ways in which Vietnamese text comes that is no longer, or not rightly, readable.
package enum LegacyEncoding: String, Hashable, CaseIterable, Sendable {
  /// TCVN3 or ABC, of fonts such as .VnTime: "NguyÔn".
  case tcvn3
  /// VNI, of fonts such as VNI-Times: "Nguyeãn".
  case vni
  /// UTF-8 that a program took for Latin-1 and stored so: "Nguyá»…n".
  case misreadUTF8
}
