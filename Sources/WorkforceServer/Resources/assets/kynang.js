// Every page works without this file; with it, some things are quicker.

// The current entry of a navigation that scrolls sideways on a phone.
for (const current of document.querySelectorAll(":is(.nav, .subnav) [aria-current]")) {
  const list = current.closest(".nav, .subnav");
  list.scrollLeft = current.offsetLeft - (list.clientWidth - current.offsetWidth) / 2;
}

// A page made for paper offers its printing.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

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
    if (event.target.matches("select, [type=date], [type=checkbox]:not(.fold)")) form.requestSubmit();
  });
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) {
      if (value === "") event.formData.delete(name);
    }
  });
}

const typing = (element) => element.closest("input, select, textarea");
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || typing(event.target)) return;
  const search = document.querySelector("[data-search]");
  if (!search) return;
  event.preventDefault();
  search.focus();
  search.select();
});
