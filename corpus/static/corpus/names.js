"use strict";
// select2 draws a box of its own beside each drop-down and gives it no name: it takes the drop-down's.
function nameSearches(root) {
  for (const select of root.querySelectorAll("select.select2-hidden-accessible")) {
    const label = select.getAttribute("aria-label") || select.labels?.[0]?.textContent.trim() || select.name;
    const drawn = select.nextElementSibling;
    const shown = drawn?.querySelector(".select2-selection__rendered");
    if (!shown) continue;
    shown.setAttribute("aria-label", label.replace(/:$/, ""));
    drawn.querySelector(".select2-selection").setAttribute("aria-label", label.replace(/:$/, ""));
  }
}

window.nameSearches = nameSearches;
// jQuery calls in the order of asking, and by then Django's own script has asked to have them drawn.
document.addEventListener("DOMContentLoaded", () => window.django.jQuery(() => nameSearches(document)));
