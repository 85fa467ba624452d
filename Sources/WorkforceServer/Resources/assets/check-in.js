// The board of a check-in: takes the next code and the counts without the page blinking.
const board = document.querySelector("[data-board]");
const stale = document.querySelector("[data-stale]");
let changesAt = performance.now() + board.dataset.seconds * 1000;

const renew = async () => {
  try {
    const response = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (response.redirected || !response.ok) throw new Error(String(response.status));
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const next = page.querySelector("[data-board]");
    // It has ended, here or on another device.
    if (!next) return location.reload();
    board.replaceChildren(...next.childNodes);
    changesAt = performance.now() + next.dataset.seconds * 1000;
    stale.hidden = true;
  } catch {
    // The code shown is accepted for one step more; after that nobody should try it.
    stale.hidden = performance.now() < changesAt;
  }
  wait();
};
const wait = () => setTimeout(renew, Math.max(500, Math.min(4000, changesAt - performance.now() + 200)));
wait();
