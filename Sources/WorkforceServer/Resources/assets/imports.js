// A file that is being read or written is looked at again until it is done; a connection that breaks
// is tried again, so watching goes on where it was.
const look = async () => {
  let wait = 1000;
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    let text;
    try {
      const answer = await fetch(document.querySelector("[data-live]").dataset.live, { headers: { accept: "text/html" } });
      if (!answer.ok) throw new Error(answer.status);
      text = await answer.text();
    } catch {
      wait = Math.min(wait * 2, 15000);
      continue;
    }
    wait = 1000;
    const next = new DOMParser().parseFromString(text, "text/html").querySelector("[data-live]");
    const now = document.querySelector("[data-live]");
    if (!next || !now) return;
    const bar = now.querySelector("progress");
    const nextBar = next.querySelector("progress");
    if (next.querySelector("[data-work]") && bar && nextBar && nextBar.hasAttribute("value")) {
      bar.value = nextBar.value;
      bar.max = nextBar.max;
      continue;
    }
    if (next.querySelector("[data-work]")) continue;
    now.replaceWith(next);
    return;
  }
};
if (document.querySelector("[data-work]")) look();
