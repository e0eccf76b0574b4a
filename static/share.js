// The browser's own sheet for sharing. Without one the button stays away.
const share = document.querySelector("[data-share]");
const page = { title: share.dataset.share, url: document.querySelector("link[rel=canonical]").href };

if (navigator.canShare?.(page)) {
  share.hidden = false;
  share.addEventListener("click", () => navigator.share(page).catch(() => {})); // Closing the sheet is no error.
}
