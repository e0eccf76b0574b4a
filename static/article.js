// The browser's own sheet for sharing. Without one the button stays away.
const share = document.querySelector("[data-share]");
const page = { title: share.dataset.share, url: document.querySelector("link[rel=canonical]").href };

if (navigator.canShare?.(page)) {
  share.hidden = false;
  share.addEventListener("click", () => navigator.share(page).catch(() => {})); // Closing the sheet is no error.
}

// "On this page" marks the last part that began in the upper third of the screen or above; the folded one names it as well.
const links = [...document.querySelectorAll(".contents-list a")];
const places = new Map(links.map((link) => [link, document.getElementById(decodeURIComponent(link.hash).slice(1))]));
const begun = new Set();

const follow = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) begun[isIntersecting ? "add" : "delete"](target);
    const here = [...places.values()].filter((place) => begun.has(place)).pop();
    for (const [link, place] of places) {
      if (place === here) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    const named = links.find((link) => places.get(link) === here);
    document.querySelector(".contents-here").textContent = named?.textContent ?? "";
  },
  { rootMargin: "9999999px 0px -66% 0px" }, // All that is above: a jump past several parts counts too.
);
for (const place of new Set(places.values())) follow.observe(place);

// Whoever has chosen wants to read; so does whoever presses Escape, and goes on from where the list was opened.
const folded = document.querySelector(".contents-folded");
folded?.addEventListener("click", (event) => {
  if (event.target.closest("a")) folded.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !folded?.open || !folded.checkVisibility()) return;
  folded.open = false;
  folded.querySelector("summary").focus({ preventScroll: true });
});
