"use strict";
// Keys of the review desk. Without this script every key's button is there and works.
document.documentElement.classList.add("or-scripted");

const KEPT = "or-keys-off";

function keysAreOn() {
  try {
    return localStorage.getItem(KEPT) === null;
  } catch {
    return true; // a browser that keeps nothing
  }
}

// Where typing or choosing has a meaning of its own, keys are left alone.
function isTaken(element, key) {
  if (element.closest("input:not([type=checkbox]), textarea, select, .select2-container")) return true;
  return key === "Enter" && element.closest("a, button, summary, input") !== null;
}

function openSearch() {
  const select = document.getElementById("or-other");
  if (select) window.django.jQuery(select).select2("open");
}

let isSent = false;

function act(element) {
  if (element.disabled || isSent) return;
  isSent = element.type === "submit" || element.matches("a[href]");
  element.click();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || !keysAreOn()) return;
  if (isTaken(event.target, event.key)) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  let found = null;
  if (key === "?") {
    const keys = document.getElementById("or-keys");
    keys.open = !keys.open;
    keys.querySelector("summary").focus();
  } else if (key === "s") openSearch();
  else if (key === "Enter") found = document.querySelector("[data-enter]");
  else if (/^[a-z0-9]$/.test(key)) {
    found = document.querySelector(`[data-key="${key}"]`);
    document.querySelector(`[data-focus="${key}"]`)?.focus();
  } else return;
  event.preventDefault();
  if (found) act(found);
});

document.addEventListener("DOMContentLoaded", () => {
  const box = document.getElementById("or-keys-on");
  box.checked = keysAreOn();
  box.addEventListener("change", () => {
    try {
      if (box.checked) localStorage.removeItem(KEPT);
      else localStorage.setItem(KEPT, "1");
    } catch {
      box.checked = true;
    }
  });
  const select = document.getElementById("or-other");
  // Whoever was chosen in the search is the decision.
  if (select) window.django.jQuery(select).on("select2:select", () => document.getElementById("or-other-go").click());
});

// A page that the browser brings back from its memory can be decided again.
window.addEventListener("pageshow", () => { isSent = false; });
