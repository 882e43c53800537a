"use strict";
// The article page: records open beside the words, and selected words fill the form for what was overlooked.
// Without this script the marks lead to the records' own pages, and words are typed into the form.
document.documentElement.classList.add("or-scripted");

document.addEventListener("DOMContentLoaded", () => {
  const panel = document.getElementById("or-panel");
  if (panel) {
    openRecordsBeside(panel);
    takeSelections(panel);
    openAddressed();
  }
});

function openRecordsBeside(panel) {
  const place = document.getElementById("or-record");
  const home = panel.dataset.beside.replace(/change\/$/, "beside/");
  let from = null;

  panel.addEventListener("click", async (event) => {
    const mark = event.target.closest("a[data-record]");
    if (!mark || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    const answer = await fetch(`${home}${mark.dataset.record}/`, { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok || answer.redirected) {
      location.assign(mark.href); // its own page says what is wrong
      return;
    }
    // The piece was escaped by the server, and the content policy runs nothing that stands in it.
    place.innerHTML = await answer.text();
    place.hidden = false;
    window.django.jQuery(place).find(".admin-autocomplete").djangoAdminSelect2();
    window.nameSearches(place);
    for (const other of panel.querySelectorAll("[data-record][aria-current]")) other.removeAttribute("aria-current");
    for (const same of panel.querySelectorAll(`[data-record="${mark.dataset.record}"]`)) {
      same.setAttribute("aria-current", "true");
    }
    from = mark;
    place.querySelector("h2").focus();
  });

  place.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && from && !event.target.closest(".select2-container")) {
      place.hidden = true;
      from.focus();
    }
  });
}

// Code points from the beginning of the body to a place in it. A sign that stands for an unseen character is one;
// what was cut and is shown folded up is none.
function codePoints(body, node, offset) {
  const range = document.createRange();
  range.selectNodeContents(body);
  range.setEnd(node, offset);
  let count = 0;
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    if (!range.intersectsNode(text)) break;
    const until = text === range.endContainer ? range.endOffset : text.length;
    if (text.parentElement.closest(".or-removed")) continue;
    if (text.parentElement.closest(".or-unseen")) count += until > 0 ? 1 : 0;
    else count += Array.from(text.data.slice(0, until)).length;
  }
  return count;
}

function plainWords(range) {
  const copy = range.cloneContents();
  for (const cut of copy.querySelectorAll(".or-removed")) cut.remove();
  for (const sign of copy.querySelectorAll(".or-unseen")) {
    sign.textContent = String.fromCodePoint(parseInt(sign.textContent.slice(2), 16));
  }
  return copy.textContent;
}

function takeSelections(panel) {
  const body = panel.querySelector(".or-body");
  const form = document.querySelector("#or-missed form");
  if (!body || !form) return;

  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    if (!body.contains(range.startContainer) || !body.contains(range.endContainer)) return;
    const words = plainWords(range);
    const before = words.length - words.trimStart().length; // white space, all of it single code units
    if (!words.trim()) return;
    form.elements.start.value = codePoints(body, range.startContainer, range.startOffset) + before;
    form.elements.words.value = words.trim();
    document.getElementById("or-missed").open = true;
  });
  // Typed words are looked for by the server.
  form.elements.words.addEventListener("input", () => { form.elements.start.value = ""; });
}

function openAddressed() {
  if (location.hash === "#or-missed") document.getElementById("or-missed")?.setAttribute("open", "");
}
