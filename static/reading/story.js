// Records beside their sentences. Without this script the same links open the same records by
// their address; with it they open in place, line up with the words and can be walked by keyboard.

const root = document.documentElement;
const wide = matchMedia("(min-width: 1100px)");
const text = document.querySelector(".story > .body");
const GAP = 6; // pixels between two stubs

const byKey = (key) => ({
  key,
  words: [...text.querySelectorAll(`.claim[href="#c-${key}"]`)],
  record: document.getElementById(`c-${key}`),
  stub: text.querySelector(`.stub[href="#c-${key}"]`),
  dot: document.querySelector(`.ribbon a[href="#c-${key}"]`),
});
const claims = new Map(
  [...text.querySelectorAll(".record")].map((record) => {
    const key = record.id.slice(2);
    return [key, byKey(key)];
  }),
);
let open = null;

const keyOf = (link) => link.hash.slice(3);
// Where a claim begins: on its first words, or at the place that stands for them.
const start = (claim) => claim.words[0] ?? document.getElementById(`t-${claim.key}`);
const lineTop = (claim) => (start(claim).getClientRects()[0] ?? start(claim).getBoundingClientRect()).top;

function show(claim, { focus = true, rising = true } = {}) {
  if (open && open !== claim) hide();
  const first = !open;
  open = claim;
  claim.record.classList.add("open");
  claim.record.classList.toggle("rising", first && rising);
  root.classList.add("sheet-open");
  for (const link of [...claim.words, claim.dot]) link?.classList.add("open");
  for (const link of claim.words) link.setAttribute("aria-expanded", "true");
  history.replaceState(null, "", `#c-${claim.key}`);
  place(claim);
  reveal(claim);
  if (focus) claim.record.querySelector("h2").focus({ preventScroll: true });
}

function hide() {
  open.record.classList.remove("open", "rising");
  root.classList.remove("sheet-open");
  for (const link of [...open.words, open.dot]) link?.classList.remove("open");
  for (const link of open.words) link.setAttribute("aria-expanded", "false");
  open = null;
  cover();
}

function close() {
  const claim = open;
  hide();
  history.replaceState(null, "", location.pathname + location.search);
  (claim.words[0] ?? claim.dot)?.focus({ preventScroll: true });
}

// The record's head stands on the line of its words.
function place(claim) {
  if (wide.matches) {
    const cell = claim.record.parentElement.getBoundingClientRect().top;
    claim.record.style.top = `${lineTop(claim) - cell - 10}px`;
  } else {
    claim.record.style.top = "";
  }
  cover();
}

// The page moves only as far as it takes to read the words beside, or above, their record.
function reveal(claim) {
  const top = lineTop(claim);
  const words = claim.words.at(-1)?.getBoundingClientRect().bottom ?? top;
  const free = wide.matches ? innerHeight : claim.record.getBoundingClientRect().top;
  if (top < 16) scrollBy(0, top - 16 - (wide.matches ? 60 : 16));
  else if (words > free - 24) scrollBy(0, Math.min(words - free + 48, top - 16));
  if (wide.matches) {
    const { bottom, height } = claim.record.getBoundingClientRect();
    const room = lineTop(claim) - 24;
    if (bottom > innerHeight && height < innerHeight) scrollBy(0, Math.min(bottom - innerHeight + 16, room));
  }
}

// One stub on its claim's own line, pushed down where lines are crowded.
function layStubs() {
  if (!wide.matches) return;
  let free = -Infinity;
  for (const claim of claims.values()) {
    const cell = claim.stub.parentElement.getBoundingClientRect().top;
    const top = Math.max(lineTop(claim) + 4, free);
    claim.stub.style.top = `${top - cell}px`;
    free = top + claim.stub.offsetHeight + GAP;
  }
}

// Stubs under the open record are hidden.
function cover() {
  const over = open && wide.matches ? open.record.getBoundingClientRect() : null;
  for (const { stub } of claims.values()) {
    const { top, bottom } = stub.getBoundingClientRect();
    stub.classList.toggle("covered", Boolean(over && bottom > over.top && top < over.bottom));
  }
}

function lay() {
  layStubs();
  if (open) place(open);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const claim = claims.get(keyOf(link));
  if (!claim) return;
  if (link.hash.startsWith("#c-")) {
    event.preventDefault();
    // A second press on the sentence closes its record.
    if (open === claim && link.classList.contains("claim")) close();
    else show(claim);
  } else if (link.classList.contains("close") && open) {
    event.preventDefault();
    close();
  }
});

document.addEventListener("keydown", (event) => {
  if (!open || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.key === "Escape") {
    event.preventDefault();
    close();
  } else if (open.record.contains(document.activeElement)) {
    const mirrored = getComputedStyle(open.record).direction === "rtl";
    const step = { ArrowLeft: mirrored ? "next" : "prev", ArrowRight: mirrored ? "prev" : "next" }[event.key];
    const link = step && open.record.querySelector(`.bar [rel="${step}"]`);
    if (link) {
      event.preventDefault();
      show(claims.get(keyOf(link)));
    }
  }
});

// A claim and its stub answer to the pointer together.
for (const claim of claims.values()) {
  const pair = [...claim.words, claim.stub];
  for (const one of pair) {
    one.addEventListener("pointerenter", () => pair.forEach((link) => link.classList.add("hover")));
    one.addEventListener("pointerleave", () => pair.forEach((link) => link.classList.remove("hover")));
  }
  for (const link of claim.words) {
    link.setAttribute("aria-expanded", "false");
    link.setAttribute("aria-controls", claim.record.id);
  }
}

function follow() {
  const claim = location.hash.startsWith("#c-") ? claims.get(location.hash.slice(3)) : null;
  if (claim) show(claim, { rising: false });
}

root.classList.add("scripted");
layStubs();
follow();
addEventListener("hashchange", follow);
wide.addEventListener("change", lay);
new ResizeObserver(lay).observe(text);
document.fonts.ready.then(lay);
