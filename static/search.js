// Suggestions while typing: an ARIA combobox. The form works without.
const form = document.querySelector("[data-suggest]");
const field = form.elements.q;
const list = document.createElement("ul");
const said = document.createElement("p");
let waiting, asking, chosen = -1, typed = field.value;

function set(node, values) {
  for (const name in values) node.setAttribute(name, values[name]);
}

set(list, { id: "_suggestions", class: "suggestions", role: "listbox", "aria-label": form.dataset.label });
set(said, { class: "unseen", role: "status" });
set(field, { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id });
field.parentNode.append(list, said);
show(false);

function show(open) {
  list.hidden = !open;
  set(field, { "aria-expanded": open });
  if (!open) field.removeAttribute("aria-activedescendant"), (chosen = -1);
}

function choose(place) {
  chosen = place;
  [...list.children].forEach((row, at) => set(row, { "aria-selected": at === place }));
  set(field, { "aria-activedescendant": list.children[place]?.id ?? "" });
  field.value = list.children[place]?.dataset.name ?? typed;
}

function fill(suggestions) {
  list.replaceChildren(...suggestions.map(({ name, title, url }, at) => {
    const row = document.createElement("li");
    set(row, { id: "_suggestion-" + at, role: "option", "aria-selected": false, "data-name": name, "data-url": url });
    row.textContent = name;
    if (title !== name) row.append(Object.assign(document.createElement("span"), { textContent: " " + title }));
    return row;
  }));
  chosen = -1;
  show(suggestions.length > 0);
  said.textContent = form.dataset.counted.replace("%s", suggestions.length);
}

async function ask() {
  asking = new AbortController();
  try {
    const answer = await fetch(form.dataset.suggest + "?q=" + encodeURIComponent(typed), { signal: asking.signal });
    if (answer.ok) fill((await answer.json()).suggestions);
  } catch { /* none, then */ }
}

function open(row) {
  if (row) location.assign(row.dataset.url);
}

field.addEventListener("input", () => {
  typed = field.value;
  clearTimeout(waiting);
  asking?.abort();
  if (typed.trim().length < 2) show(false);
  else waiting = setTimeout(ask, 120);
});

field.addEventListener("keydown", (event) => {
  const { key } = event, size = list.children.length + 1, step = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (step && size > 1) {
    show(true);
    choose((chosen + 1 + step + size) % size - 1);
  } else if (key === "Escape" && !list.hidden) {
    field.value = typed;
    show(false);
  } else if (key === "Enter" && chosen >= 0) open(list.children[chosen]);
  else return;
  event.preventDefault();
});

field.addEventListener("blur", () => show(false));
list.addEventListener("pointerdown", (event) => event.preventDefault());
list.addEventListener("click", (event) => open(event.target.closest("[role=option]")));
