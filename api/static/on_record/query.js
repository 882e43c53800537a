// The query of the page at the root: sends it to the API and shows the first quotations. What articles say is text.
"use strict";

(() => {
  const form = document.getElementById("query");
  if (!form) return;
  const words = form.elements.namedItem("q");
  const speaker = form.elements.namedItem("speaker");
  const names = document.getElementById("speakers");
  const asked = document.getElementById("asked");
  const answer = document.getElementById("answer");
  const ids = new Map(); // of speakers by what the list of suggestions shows
  const PAUSE = 200; // milliseconds without a key before suggestions are asked for
  let running = new AbortController();
  let waiting = 0;

  const element = (tag, text, more = {}) => Object.assign(document.createElement(tag), { textContent: text, ...more });

  const link = (text, address) => (address ? element("a", text, { href: address }) : document.createTextNode(text));

  async function get(address, signal) {
    const response = await fetch(address, { headers: { Accept: "application/json" }, signal });
    return [response.ok, await response.json()];
  }

  function quotation(found) {
    const { speaker: who, article } = found;
    const figure = document.createElement("figure");
    const said = found.kind === "direct" ? `“${found.text}”` : found.text;
    const caption = document.createElement("figcaption");
    const role = found.speaker_role ? `, ${found.speaker_role}` : "";
    const outlet = article.publisher ? `${article.publisher.name}, ` : "";
    const day = article.published_at ? article.published_at.slice(0, 10) : "undated";
    caption.append(who ? link(who.name, who.url) : "Speaker not known", `${role} · ${outlet}${day} · `);
    caption.append(link(article.headline || "the article", article.url), " · ", link("the record", found.url));
    figure.append(element("blockquote", said), caption);
    const item = document.createElement("li");
    item.append(figure);
    return item;
  }

  function results(page) {
    if (!page.results.length) return [element("p", "Nothing was found.")];
    const list = element("ol", "", { className: "found" });
    list.append(...page.results.map(quotation));
    if (!page.next) return [list];
    const more = document.createElement("p");
    more.append(link("The next page", page.next));
    return [list, more];
  }

  function problem(told) {
    const text = element("p", `${told.detail} `, { className: "wrong" });
    text.append(link(told.title, told.type));
    return [text];
  }

  async function ask(address) {
    running.abort();
    running = new AbortController();
    const { signal } = running;
    asked.hidden = false;
    asked.replaceChildren("GET ", link(new URL(address, location.href).href, address));
    answer.setAttribute("aria-busy", "true");
    let shown;
    try {
      const [good, body] = await get(address, signal);
      shown = good ? results(body) : problem(body);
    } catch {
      if (signal.aborted) return; // another query came after it
      shown = [element("p", "The server did not answer.", { className: "wrong" })];
    }
    answer.replaceChildren(...shown);
    answer.removeAttribute("aria-busy");
  }

  async function suggest() {
    const typed = speaker.value.trim();
    if (!typed || ids.has(typed)) return;
    const [good, body] = await get(`${form.dataset.suggest}?${new URLSearchParams({ q: typed, type: "person", size: 8 })}`);
    if (!good || speaker.value.trim() !== typed) return;
    ids.clear();
    for (const one of body.results) ids.set(one.hint ? `${one.name} (${one.hint})` : one.name, one.id);
    names.replaceChildren(...[...ids.keys()].map((value) => element("option", "", { value })));
  }

  speaker.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => suggest().catch(() => {}), PAUSE);
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const query = new URLSearchParams();
    const who = speaker.value.trim();
    if (words.value.trim()) query.set("q", words.value.trim());
    if (ids.has(who)) query.set("speaker", ids.get(who));
    else if (who) query.set("speaker__name__icontains", who);
    query.set("page_size", "4");
    ask(`${form.getAttribute("action")}?${query}`);
  });

  const examples = document.querySelectorAll("a[data-query]");
  for (const example of examples) {
    example.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // a window of its own
      event.preventDefault();
      form.reset();
      ask(example.getAttribute("href"));
    });
  }

  // With a script either field will do; without one the form sends its words alone.
  words.required = false;
  speaker.disabled = false;
  speaker.closest("label").hidden = false;
  if (examples.length) ask(examples[0].getAttribute("href"));
})();
