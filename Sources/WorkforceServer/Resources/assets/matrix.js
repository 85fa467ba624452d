// Skill matrix: arrows between cells, a panel beside the grid, many people at once.
const typing = (element) => element.closest("input, select, textarea");
const matrix = document.querySelector("[data-matrix]");
const grid = matrix?.querySelector("[role=grid]");
if (grid) {
  const form = grid.closest("form");
  const panel = document.getElementById("panel");
  const rows = [...grid.tBodies[0].rows].map((row) =>
    [...row.cells].map((cell) => {
      const target = cell.matches("th") ? cell.querySelector("a") : cell.querySelector("button") ?? cell;
      target.tabIndex = -1;
      return target;
    }));
  const place = (element) => {
    const cell = element.closest("td, th");
    const row = cell?.closest("tbody tr");
    return row ? [row.sectionRowIndex, cell.cellIndex] : null;
  };
  const focus = (row, column) => {
    const target = rows[row]?.[column];
    if (!target) return;
    for (const each of grid.querySelectorAll("tbody [tabindex='0']")) each.tabIndex = -1;
    target.tabIndex = 0;
    target.focus();
  };
  rows[0][1].tabIndex = 0;

  grid.addEventListener("keydown", (event) => {
    const at = event.target.matches("input") ? null : place(event.target);
    if (!at || event.altKey) return;
    const [row, column] = at;
    const lastRow = rows.length - 1;
    const lastColumn = rows[row].length - 1;
    const moves = {
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      Home: [event.ctrlKey ? 0 : row, 0],
      End: [event.ctrlKey ? lastRow : row, lastColumn],
      PageUp: [Math.max(0, row - 10), column],
      PageDown: [Math.min(lastRow, row + 10), column],
    };
    if (!moves[event.key]) return;
    event.preventDefault();
    focus(...moves[event.key]);
  });

  const people = [...grid.querySelectorAll("input[name=people]")];
  const selection = matrix.querySelector("[data-selected]");
  const unselected = selection.textContent;
  const countSelected = () => {
    const count = people.filter((box) => box.checked).length;
    selection.textContent = count ? selection.dataset.selected.replace("{count}", count) : unselected;
  };
  let lastBox = null;
  grid.addEventListener("click", (event) => {
    const box = event.target;
    if (box.matches("[data-all]")) for (const each of people) each.checked = box.checked;
    if (people.includes(box)) {
      if (event.shiftKey && lastBox) {
        const [from, to] = [people.indexOf(lastBox), people.indexOf(box)].sort((a, b) => a - b);
        for (const each of people.slice(from, to + 1)) each.checked = box.checked;
      }
      lastBox = box;
    }
    countSelected();
  });
  countSelected();

  let opener = null;
  const closePanel = () => {
    panel.hidden = true;
    matrix.classList.remove("with-panel");
    grid.querySelector("td.open")?.classList.remove("open");
    const address = new URL(location);
    address.searchParams.delete("cell");
    history.replaceState(null, "", address.pathname + address.search);
    opener?.focus();
  };
  const openPanel = async (button) => {
    const query = new URLSearchParams();
    for (const hidden of form.querySelectorAll(":scope > input[type=hidden]")) query.append(hidden.name, hidden.value);
    query.set("cell", button.value);
    opener = button;
    grid.querySelector("td.open")?.classList.remove("open");
    button.parentElement.classList.add("open");
    matrix.classList.add("with-panel");
    panel.hidden = false;
    panel.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(`${matrix.dataset.panelUrl}?${query}`, { headers: { Accept: "text/html" } });
      if (!response.ok || response.redirected) throw new Error(String(response.status));
      panel.innerHTML = await response.text();
      history.replaceState(null, "", `?${query}`);
    } catch {
      panel.textContent = matrix.dataset.failed;
    }
    panel.removeAttribute("aria-busy");
    panel.scrollTop = 0;
    panel.focus({ preventScroll: innerWidth > 1120 });
  };
  grid.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=cell]");
    if (!button) return;
    event.preventDefault();
    focus(...place(button));
    openPanel(button);
  });
  panel.addEventListener("click", (event) => {
    if (!event.target.closest("[data-close]")) return;
    event.preventDefault();
    closePanel();
  });

  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "Escape" && !panel.hidden) closePanel();
    if (event.key === "g") {
      const gaps = document.querySelector("[data-gaps]");
      gaps.checked = !gaps.checked;
      gaps.form.requestSubmit();
    }
    if (event.key === "e") {
      const at = place(event.target);
      if (at && !people.some((box) => box.checked)) people[at[0]].checked = true;
      if (people.some((box) => box.checked)) form.requestSubmit(form.querySelector("[data-enrol]"));
    }
  });
}
