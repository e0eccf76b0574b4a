/* The writing page. Everything here makes it quicker; without it the page works all the same.
   django-markdownx draws the preview; files go to the same address as its own uploads, but from here, so that a refusal
   is told in a sentence instead of being written into the text. */

(function () {
  "use strict";

  const form = document.getElementById("writing");
  if (!form) {
    return;
  }
  const status = document.getElementById("upload_status");
  const editor = document.getElementById("id_body");
  let dirty = Boolean(document.querySelector(".error-summary, .conflict"));

  function say(sentence, wrong) {
    status.textContent = sentence;
    status.classList.toggle("upload-wrong", Boolean(wrong));
  }

  /* Leaving with something unsaved is asked about by the browser. */
  form.addEventListener("input", () => {
    dirty = true;
  });
  form.addEventListener("submit", () => {
    dirty = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty) {
      event.preventDefault();
    }
  });

  /* Markdownx takes the Tab key, and who writes with the keyboard alone would never get out of the text again. */
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key === "Tab" && event.target === editor) {
        event.stopPropagation();
      }
    },
    true,
  );

  /* Files: dropped into the text, pasted, or chosen. -------------------------------------------------------------- */

  async function upload(file) {
    const data = new FormData();
    data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    data.append("image", file);
    say(form.dataset.busy);
    try {
      const address = editor.dataset.markdownxUploadUrlsPath;
      const answer = await fetch(address, { method: "POST", body: data, credentials: "same-origin" });
      const told = await answer.json();
      if (!told.address) {
        say(told.error || form.dataset.failed, true);
      }
      return told.address ? told : null;
    } catch {
      say(form.dataset.failed, true);
      return null;
    }
  }

  function changed(field) {
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  async function uploadIntoText(file) {
    const told = await upload(file);
    if (!told) {
      return;
    }
    if (!told.image_code) {
      say(`${form.dataset.other} ${told.address}`);
      return;
    }
    /* In a paragraph of its own, which makes it a figure, unless it was put into the middle of a line. */
    const before = editor.value.slice(0, editor.selectionStart);
    const after = editor.value.slice(editor.selectionEnd);
    const alone = /(^|\n)$/.test(before) || /^(\n|$)/.test(after);
    const above = alone && before ? "\n".repeat(2 - before.match(/\n{0,2}$/)[0].length) : "";
    const below = alone && after ? "\n".repeat(2 - after.match(/^\n{0,2}/)[0].length) : "";
    const start = before.length + above.length;
    editor.setRangeText(above + told.image_code + below, editor.selectionStart, editor.selectionEnd, "end");
    /* Between the brackets, where the words for those who can't see it belong. */
    editor.setSelectionRange(start + 2, start + 2);
    editor.focus();
    say(form.dataset.image);
    changed(editor);
  }

  async function uploadIntoField(file, field) {
    const told = await upload(file);
    if (told) {
      field.value = told.address;
      say(form.dataset.address);
      field.focus();
      changed(field);
    }
  }

  function takeFiles(event, files) {
    if (event.target === editor && files && files.length) {
      event.preventDefault();
      event.stopPropagation();
      Array.from(files).reduce((before, file) => before.then(() => uploadIntoText(file)), Promise.resolve());
    }
  }

  document.addEventListener("paste", (event) => takeFiles(event, event.clipboardData && event.clipboardData.files), true);
  document.addEventListener("drop", (event) => takeFiles(event, event.dataTransfer && event.dataTransfer.files), true);

  form.addEventListener("change", (event) => {
    const input = event.target;
    if (input.type !== "file" || !input.files.length) {
      return;
    }
    const file = input.files[0];
    if (input.dataset.uploadText) {
      uploadIntoText(file);
    } else {
      uploadIntoField(file, document.getElementById(input.dataset.uploadAddress));
    }
    input.value = "";
  });

  /* Rows of references and codes. ---------------------------------------------------------------------------------- */

  function fieldsOf(row) {
    return Array.from(row.querySelectorAll("input, select, textarea"));
  }

  function begin(rows) {
    const list = rows.querySelector(".row-list");
    const total = rows.querySelector("[name$='-TOTAL_FORMS']");
    const most = Number(rows.querySelector("[name$='-MAX_NUM_FORMS']").value);
    const add = rows.querySelector("[data-add-row]");
    const pattern = rows.querySelector("template");

    function showTools() {
      list.querySelectorAll(".row-tools").forEach((tools) => {
        tools.hidden = false;
      });
      add.hidden = list.children.length >= most;
    }

    add.addEventListener("click", () => {
      const holder = document.createElement("ol");
      /* Our own empty row from the server, with its number put in. */
      holder.append(pattern.content.cloneNode(true));
      holder.querySelectorAll("*").forEach((element) => {
        Array.from(element.attributes).forEach((attribute) => {
          attribute.value = attribute.value.replaceAll("__prefix__", total.value);
        });
      });
      total.value = String(Number(total.value) + 1);
      const row = holder.firstElementChild;
      list.append(row);
      showTools();
      fieldsOf(row)[0].focus();
    });

    list.addEventListener("click", (event) => {
      const row = event.target.closest(".row");
      if (event.target.closest("[data-row-clear]")) {
        fieldsOf(row).forEach((field) => {
          field.value = "";
          changed(field);
        });
        fieldsOf(row)[0].focus();
      } else if (event.target.closest("[data-row-up]") && row.previousElementSibling) {
        const above = fieldsOf(row.previousElementSibling);
        fieldsOf(row).forEach((field, place) => {
          [field.value, above[place].value] = [above[place].value, field.value];
          changed(field);
        });
        row.previousElementSibling.querySelector("[data-row-up]").focus();
      }
    });
    showTools();
  }

  form.querySelectorAll("[data-rows]").forEach(begin);

  /* From a finding to its line in the text. ------------------------------------------------------------------------- */

  document.querySelectorAll("a[data-line]").forEach((link) => {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const lines = editor.value.split("\n");
      const line = Math.min(Number(link.dataset.line), lines.length) - 1;
      const start = lines.slice(0, line).reduce((sum, text) => sum + text.length + 1, 0);
      editor.focus();
      editor.setSelectionRange(start, start + lines[line].length);
      const height = parseFloat(getComputedStyle(editor).lineHeight) || 24;
      editor.scrollTop = Math.max(0, (line - 3) * height);
      editor.scrollIntoView({ block: "center" });
    });
  });
})();
