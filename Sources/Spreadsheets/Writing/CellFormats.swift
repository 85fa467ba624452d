import CXLSXWriter

/// The formats of a workbook that is written, made once. The workbook frees them.
struct CellFormats {
  typealias Format = UnsafeMutablePointer<lxw_format>

  let title: Format?
  let header: Format?
  let text: Format?
  private let whole: Format?
  private let money: Format?
  private let date: Format?
  private let dateAndTime: Format?
  private let time: Format?

  init(_ workbook: UnsafeMutablePointer<lxw_workbook>) {
    func numbers(_ code: String) -> Format? {
      let format = workbook_add_format(workbook)
      format_set_num_format(format, code)
      return format
    }
    title = workbook_add_format(workbook)
    format_set_bold(title)
    format_set_font_size(title, 14)
    header = workbook_add_format(workbook)
    format_set_bold(header)
    format_set_text_wrap(header)
    format_set_align(header, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
    format_set_bg_color(header, 0xe8eef4)
    format_set_bottom(header, UInt8(LXW_BORDER_THIN.rawValue))
    text = numbers("@")
    whole = numbers("0")
    money = numbers("#,##0")
    date = numbers("dd/mm/yyyy")
    dateAndTime = numbers("dd/mm/yyyy hh:mm:ss")
    time = numbers("[hh]:mm:ss")
  }

  func of(_ kind: TableColumn.Kind) -> Format? {
    switch kind {
    case .text: text
    case .whole: whole
    case .money: money
    case .number: nil
    case .date: date
    case .dateAndTime: dateAndTime
    }
  }

  func of(_ moment: CellMoment) -> Format? {
    switch (moment.day, moment.seconds) {
    case (.some, .none): date
    case (.some, .some): dateAndTime
    case (.none, _): time
    }
  }
}
