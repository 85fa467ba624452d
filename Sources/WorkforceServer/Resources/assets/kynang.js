// Every page works without this file; with it, some things are quicker.

// The current entry of a navigation that scrolls sideways on a phone.
document.querySelector(".nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

// An open menu closes on Escape and on a click elsewhere.
addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(".menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector(".menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// An offer to undo disappears when the server would refuse it.
for (const flash of document.querySelectorAll("[data-expires]")) {
  setTimeout(() => flash.querySelector("form")?.remove(), Number(flash.dataset.expires) * 1000);
}

// A filter applies as soon as a choice is made, without the empty fields in the address.
for (const form of document.querySelectorAll("form[data-filter]")) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("select, [type=date], [type=checkbox]")) form.requestSubmit();
  });
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) {
      if (value === "") event.formData.delete(name);
    }
  });
}

const typing = (element) => element.closest("input, select, textarea, [contenteditable]");
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || typing(event.target)) return;
  const search = document.querySelector("[data-search]");
  if (!search) return;
  event.preventDefault();
  search.focus();
  search.select();
});

// Skill matrix: arrows between cells, a panel beside the grid, many people at once.
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

// Roster: each mark is sent as it is made, waits on the device while the network is gone,
// and can be taken back for ten seconds.
const roster = document.querySelector("form[data-roster]");
if (roster && roster.querySelector("[data-all-present]")) {
  const key = `kynang.marks.${roster.dataset.key}`;
  const state = roster.querySelector("[data-state]");
  const toast = roster.querySelector("[data-toast]");
  const marks = [...roster.querySelectorAll("[data-mark]")];
  const byId = new Map(marks.map((item) => [item.dataset.mark, item]));
  const pending = new Map(Object.entries(JSON.parse(localStorage.getItem(key) ?? "{}")));
  roster.querySelector("[data-save]").hidden = true;

  const read = (item) => ({
    mark: item.querySelector("input[type=radio]:checked")?.value ?? "unmarked",
    minutes: item.querySelector("input[type=number]").value,
  });
  const write = (item, value) => {
    for (const radio of item.querySelectorAll("input[type=radio]")) radio.checked = radio.value === value.mark;
    item.querySelector("input[type=number]").value = value.minutes;
  };
  const store = () => {
    if (pending.size) localStorage.setItem(key, JSON.stringify(Object.fromEntries(pending)));
    else localStorage.removeItem(key);
  };
  const show = () => {
    const values = marks.map((item) => read(item).mark);
    roster.querySelector("[data-present]").textContent = values.filter((v) => v === "present" || v === "late").length;
    roster.querySelector("[data-unmarked]").textContent = values.filter((v) => v === "unmarked").length;
    for (const item of marks) item.classList.toggle("unsent", pending.has(item.dataset.mark));
  };

  let sending = false;
  const send = async () => {
    if (sending || pending.size === 0) return;
    sending = true;
    const sent = new Map(pending);
    const body = new URLSearchParams();
    for (const hidden of roster.querySelectorAll(":scope > input[type=hidden]")) body.append(hidden.name, hidden.value);
    for (const [id, value] of sent) {
      body.append(`mark.${id}`, value.mark);
      body.append(`minutes.${id}`, value.mark === "late" ? value.minutes : "");
    }
    state.textContent = state.dataset.saving;
    try {
      const response = await fetch(roster.action, { method: "POST", body, headers: { Accept: "application/json" } });
      if (!response.ok || response.redirected) throw new Error(String(response.status));
      for (const [id, value] of sent) if (pending.get(id) === value) pending.delete(id);
      state.textContent = state.dataset.saved;
    } catch {
      state.textContent = state.dataset.waiting.replace("{count}", pending.size);
      setTimeout(send, 15000);
    }
    sending = false;
    store();
    show();
    if (pending.size && state.textContent === state.dataset.saved) send();
  };
  const queue = (items) => {
    for (const item of items) pending.set(item.dataset.mark, read(item));
    store();
    show();
    send();
  };

  let before = new Map(marks.map((item) => [item, read(item)]));
  let undoTimer = 0;
  const offerUndo = (items, words) => {
    const previous = items.map((item) => [item, before.get(item)]);
    for (const item of items) before.set(item, read(item));
    toast.querySelector("[data-toast-text]").textContent = words;
    toast.querySelector("[data-toast-undo]").onclick = () => {
      for (const [item, value] of previous) {
        write(item, value);
        before.set(item, value);
      }
      toast.hidden = true;
      queue(items);
    };
    toast.hidden = false;
    clearTimeout(undoTimer);
    undoTimer = setTimeout(() => { toast.hidden = true; }, 10000);
  };
  roster.addEventListener("change", (event) => {
    const item = event.target.closest("[data-mark]");
    if (!item) return;
    if (event.target.type === "radio") {
      const words = toast.querySelector("[data-toast-text]").dataset.toastText
        .replace("{name}", item.querySelector("legend strong").textContent)
        .replace("{mark}", event.target.labels[0].textContent.trim());
      offerUndo([item], words);
      if (event.target.value === "late") item.querySelector("input[type=number]").focus();
    }
    queue([item]);
  });
  roster.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!event.submitter?.matches("[data-all-present]")) return send();
    const items = marks.filter((item) => read(item).mark === "unmarked");
    for (const item of items) write(item, { mark: "present", minutes: "" });
    if (items.length === 0) return;
    offerUndo(items, event.submitter.textContent);
    queue(items);
  });
  addEventListener("online", send);

  for (const [id, value] of pending) {
    const item = byId.get(id);
    if (item) write(item, value);
    else pending.delete(id);
  }
  show();
  send();
}
