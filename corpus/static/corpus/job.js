"use strict";
// The page of a job that still runs looks again every two seconds, until it is done.
const EVERY = 2000;

async function follow() {
  const answer = await fetch(location.href);
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("or-progress");
  if (!fresh) return;
  if (fresh.dataset.runs === undefined) {
    location.reload(); // the fields below tell the rest
    return;
  }
  document.getElementById("or-progress").replaceChildren(...fresh.childNodes);
  setTimeout(follow, EVERY);
}

document.addEventListener("DOMContentLoaded", () => {
  if (document.getElementById("or-progress")?.dataset.runs !== undefined) setTimeout(follow, EVERY);
});
