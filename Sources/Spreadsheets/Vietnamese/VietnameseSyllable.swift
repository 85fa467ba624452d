import Foundation

/// Whether letters make a syllable that Vietnamese can have. Five random letters hardly ever do, so
/// it tells one encoding from another.
enum VietnameseSyllable {
  /// - Parameter word: in NFC, any case.
  static func isOne(_ word: String) -> Bool {
    var bare = String.UnicodeScalarView()
    var tones = 0
    for scalar in word.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars {
      if toneMarks.contains(scalar) { tones += 1 } else { bare.append(scalar) }
    }
    guard tones <= 1 else { return false }
    let letters = String(bare).precomposedStringWithCanonicalMapping
    return onsets.contains { onset in
      letters.hasPrefix(onset) && rimes.contains(letters.dropFirst(onset.count))
    }
  }

  private static let toneMarks: Set<Unicode.Scalar> = [
    "\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}",
  ]

  private static let onsets =
    words(
      "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x") + [""]

  private static let rimes = Set(
    words(
      """
      a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
      e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
      i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
      o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet
      oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
      u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ up ut uy uya uych uyên uyêt uynh uyn
      uyt uyu uôc uôi uôm uôn uông uôt
      ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
      y ych ym yn ynh yp yt yêm yên yêng yêt yêu
      """
    ).map { $0[...] })

  private static func words(_ text: String) -> [String] {
    text.split(whereSeparator: \.isWhitespace).map { String($0) }
  }
}
