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
    if (sending) return;
    // Somebody late waits for their minutes.
    const sent = new Map([...pending].filter(([, value]) => value.mark !== "late" || value.minutes));
    if (sent.size === 0) return;
    sending = true;
    const body = new URLSearchParams();
    for (const hidden of roster.querySelectorAll(":scope > input[type=hidden]")) body.append(hidden.name, hidden.value);
    for (const [id, value] of sent) {
      body.append(`mark.${id}`, value.mark);
      body.append(`minutes.${id}`, value.mark === "late" ? value.minutes : "");
    }
    state.textContent = state.dataset.saving;
    state.classList.remove("field-error");
    try {
      const response = await fetch(roster.action, { method: "POST", body, headers: { Accept: "application/json" } });
      if (response.status >= 400 && response.status < 500) {
        // Refused, not delayed: sending it again by itself would never help, and somebody must know why.
        state.textContent = (await response.json()).detail;
        state.classList.add("field-error");
      } else {
        if (!response.ok || response.redirected) throw new Error(String(response.status));
        for (const [id, value] of sent) if (pending.get(id) === value) pending.delete(id);
        state.textContent = state.dataset.saved;
      }
    } catch {
      state.textContent = state.dataset.waiting.replace("{count}", pending.size);
      setTimeout(send, 15000);
    }
    sending = false;
    store();
    show();
    if (state.textContent === state.dataset.saved) send();
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
