// The browser's own sheet for sharing, where it has one. Elsewhere the button stays away.
const share = document.querySelector("[data-share]");
const page = { title: share.dataset.share, url: document.querySelector("link[rel=canonical]").href };

if (navigator.canShare?.(page)) {
  share.hidden = false;
  // Whoever closes the sheet has shared nothing; there is nothing to say.
  share.addEventListener("click", () => navigator.share(page).catch(() => {}));
}
