import Localization
import Workforce

/// Who may do what, and where: the list, and one account.
struct MembershipPages {
  func mount(_ pages: PageRouter) {
    pages.get("/accounts") { visit in try await list(visit).view() }
    pages.get("/accounts/{accountId}") { visit in try await account(visit).view() }
  }

  private func list(_ visit: Visit) async throws -> RecordPage {
    let words = visit.words
    let firm: ID<Firm>? = visit.text("firm").flatMap { ID($0) }
    let role = visit.text("role").flatMap { Role(rawValue: $0) }
    let found = try await visit.perform(
      ListMemberships(
        accountId: nil, search: visit.text("search"), firmId: firm, providerId: nil,
        agencyId: nil, role: role, after: visit.text("after"), limit: nil))
    var page = AdministrationTab.accounts.page(visit)
    if let firm { page.subtitle = try await visit.perform(ShowFirm(firmId: firm)).name }
    page.filter = filter(visit, role)
    var listing = RecordListing(
      words["administration.tab_accounts"],
      columns: [
        words["accounts.name"], words["account.login"], words["people.invite_role"],
        words["accounts.place"], words["app.status"], words["accounts.since"],
      ],
      rows: found.items.map { membership in
        [
          .link(membership.displayName, "/accounts/\(membership.accountId)"),
          RecordListing.Cell(membership.login),
          RecordListing.Cell(words[membership.role.wordKey]),
          RecordListing.Cell(words.place(of: membership)), words.state(of: membership),
          RecordListing.Cell(words.date(membership.grantedAt)),
        ]
      }, empty: words["accounts.none"])
    listing.lead =
      visit.may(.manageAccounts) ? words["accounts.lead"] : words["accounts.lead_officer"]
    let scope = firm.map { "?role=hr&firm=\($0)" } ?? ""
    listing.links = [
      RecordLink(label: words["people.invite"], url: "/accounts/new\(scope)", isMain: true)
    ]
    listing.downloads = visit.downloads(
      "membership.list",
      ["search": visit.text("search"), "firmId": firm?.description, "role": role?.rawValue])
    page.listings = [listing]
    page.pager = visit.pager("/accounts", shown: found.items.count, next: found.next)
    return page
  }

  private func filter(_ visit: Visit, _ role: Role?) -> RecordFilter {
    let words = visit.words
    var fields: [FormField] = [
      .search(words["accounts.find"], visit),
      .select(
        "role", words["people.invite_role"], value: role?.rawValue,
        choices: [FormField.Choice("", words["app.all"])]
          + Role.allCases.map { FormField.Choice($0.rawValue, words[$0.wordKey]) }, .optional),
    ]
    if let firm = visit.text("firm") { fields.append(.hidden("firm", firm)) }
    return RecordFilter(visit, action: "/accounts", fields: fields)
  }

  private func account(_ visit: Visit) async throws -> RecordPage {
    let words = visit.words
    let account = try await AccountMemberships(visit)
    var page = RecordPage(account.first.displayName, section: .administration)
    page.subtitle = account.first.login
    page.crumbs = [AdministrationTab.accounts.link(visit)]
    page.facts = [
      RecordFact(term: words["account.login"], text: account.first.login),
      RecordFact(
        term: words["app.status"],
        text: words["accounts.account_\(account.first.accountState)"]),
    ]
    if let employee = account.memberships.compactMap(\.employeeId).first, visit.may(.readPeople) {
      page.facts.append(
        RecordFact(
          term: words["accounts.employee"], text: words["accounts.see_employee"],
          url: "/people/\(employee)"))
    }
    if visit.may(.manageAccounts), account.id != visit.principal.accountID {
      page.actions = actions(account, visit)
    }
    let units = visit.may(.readOrganisation) ? try await UnitChart(visit).units : []
    let names = Dictionary(units.map { ($0.id, $0.name) }) { first, _ in first }
    page.listings = [
      RecordListing(
        words["accounts.memberships"],
        columns: [
          words["people.invite_role"], words["accounts.place"], words["app.status"],
          words["accounts.since"], words["app.actions"],
        ],
        rows: account.memberships.map { membership in
          [
            RecordListing.Cell(words[membership.role.wordKey]),
            .noted(
              words.place(of: membership),
              membership.unitIds.isEmpty
                ? nil : membership.unitIds.map { names[$0] ?? "…" }.joined(separator: ", ")),
            words.state(of: membership), RecordListing.Cell(words.date(membership.grantedAt)),
            acts(membership, account, visit),
          ]
        }, empty: "")
    ]
    return page
  }

  private func actions(_ account: AccountMemberships, _ visit: Visit) -> [RecordLink] {
    let words = visit.words
    let isDisabled = account.first.accountState == "disabled"
    var actions = [
      RecordLink(
        label: words[isDisabled ? "accounts.enable" : "accounts.disable"],
        url: "\(account.url)/\(isDisabled ? "enable" : "disable")")
    ]
    if account.first.accountState == "active" {
      actions.insert(
        RecordLink(label: words["accounts.grant"], url: "\(account.url)/grant"), at: 0)
    }
    return actions
  }

  private func acts(
    _ membership: MembershipDetail, _ account: AccountMemberships, _ visit: Visit
  ) -> RecordListing.Cell {
    let words = visit.words
    let url = "\(account.url)/memberships/\(membership.membershipId)"
    var cell = RecordListing.Cell("")
    if membership.accountState != "disabled" {
      cell.button = RecordLink(
        label: words[membership.isPending ? "accounts.reissue" : "accounts.new_password"],
        url: "\(url)/reissue")
    }
    if visit.may(.manageAccounts), membership.membershipId != visit.principal.membershipID {
      cell.links = [RecordLink(label: words["accounts.revoke"], url: "\(url)/revoke")]
    }
    return cell
  }
}
