/// Recognises Vietnamese that was read in the wrong encoding, so that it is refused and not stored.
///
/// TCVN3 fonts show as "NguyÔn", VNI-Windows as "Nguyeãn", UTF-8 read as Latin-1 as "Nguyá»…n".
package enum LegacyText {
  package static func isLikely(_ text: String) -> Bool {
    var previous: Unicode.Scalar?
    for scalar in text.composed.unicodeScalars {
      // What is read wrong is never ASCII, nor a Vietnamese letter beyond Latin-1.
      if !scalar.isASCII, !beyondLatin1.contains(scalar) {
        if strangers.contains(scalar) { return true }
        if let previous, isImpossible(previous, scalar) { return true }
      }
      previous = scalar
    }
    return false
  }

  private static func isImpossible(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Bool {
    // VNI puts the mark on a letter of its own after the vowel; no Vietnamese syllable has these
    // pairs. Those that foreign names have (Seán, Noël, Raphaèle) are left out.
    if "aA".unicodeScalars.contains(first) && vniMarksOfA.contains(second) { return true }
    if "eE".unicodeScalars.contains(first) && vniMarksOfE.contains(second) { return true }
    // TCVN3 reads as accented capitals amid small letters.
    return second.value < 0x100 && second.properties.isUppercase && first.properties.isLowercase
  }

  private static let beyondLatin1: ClosedRange<Unicode.Scalar> = "\u{1ea0}"..."\u{1ef9}"

  // Signs of Latin-1 and Windows-1252 that stand for letters in those encodings, and the
  // character that stands for a lost one.
  private static let strangers = Set(
    "\u{FFFD}¡¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿…†‡‰‹›ƒ„".unicodeScalars)
  private static let vniMarksOfA = Set("áàåãäâêùøûõÁÀÅÃÄÂÊÙØÛÕ".unicodeScalars)
  private static let vniMarksOfE = Set("àåãäâùøûõÀÅÃÄÂÙØÛÕ".unicodeScalars)
}
