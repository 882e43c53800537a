// A program with generated types: pages through the quotations of a speaker, and prints as JSON what it was told.
import createClient from "openapi-fetch";
import type { components, paths } from "./on-record.js";

type Quotation = components["schemas"]["Quotation"];
type Problem = components["schemas"]["Problem"];

const [root, token, speaker] = process.argv.slice(2);
if (root === undefined || token === undefined || speaker === undefined) {
  throw new Error("give the address of the server, a token and the id of a speaker");
}
// Which of the formats of an answer are meant: a page comes as CSV, Atom and JSON-LD too.
const client = createClient<paths, "application/json" | "application/problem+json">({ baseUrl: root });

function told(problem: Problem | undefined): Error {
  return new Error(problem === undefined ? "no answer" : `${problem.code}: ${problem.detail}`);
}

async function pageOf(id: string, cursor: string | null): Promise<components["schemas"]["QuotationPage"]> {
  const query = { speaker: [id], page_size: 2, ...(cursor === null ? {} : { cursor }) };
  const { data, error } = await client.GET("/api/v1/quotations/", { params: { query } });
  if (data === undefined) throw told(error);
  return data;
}

async function* quotationsOf(id: string): AsyncGenerator<Quotation> {
  let cursor: string | null = null;
  do {
    const page = await pageOf(id, cursor);
    yield* page.results;
    cursor = page.next === null ? null : new URL(page.next).searchParams.get("cursor");
  } while (cursor !== null);
}

async function main(id: string): Promise<object> {
  const quotations: object[] = [];
  for await (const quotation of quotationsOf(id)) {
    quotations.push({
      id: quotation.id,
      text: quotation.text,
      speaker: quotation.speaker?.name ?? null,
      channel: quotation.channel,
      published_at: quotation.article?.published_at,
    });
  }
  const filtered = await client.GET("/api/v1/quotations/", {
    params: { query: { channel: ["email", "letter"], is_repeat: false, published_at__gte: "2024-01-01", page_size: 200 } },
  });
  if (filtered.data === undefined) throw told(filtered.error);
  const sought = await client.POST("/api/v1/quotations/search/", {
    body: { where: { or: [{ channel: "email" }, { kind: "direct" }] }, ordering: "-confidence", page_size: 30 },
  });
  if (sought.data === undefined) throw told(sought.error);
  const counted = await client.GET("/api/v1/quotations/facets/", { params: { query: { by: ["kind", "channel"] } } });
  if (counted.data === undefined) throw told(counted.error);
  const refused = await client.GET("/api/v1/quotations/", { params: { query: { published_at__gte: "2024-13-45" } } });
  const sent = await client.POST("/api/v1/articles/", {
    headers: { Authorization: `Token ${token}` },
    body: { key: "typescript:1", headline: "Weir painted", body: "The weir is green now." },
  });
  if (sent.data === undefined) throw told(sent.error);
  return {
    quotations,
    filtered: filtered.data.results.map((quotation) => quotation.id),
    sought: sought.data.results.map((quotation) => quotation.id),
    kinds: counted.data.facets["kind"]?.buckets.map((bucket) => [bucket.key, bucket.count]),
    problem: [refused.response.status, refused.error?.code, refused.error?.errors[0]?.parameter],
    written: [sent.response.status, sent.data.outcome, sent.data.headline],
  };
}

console.log(JSON.stringify(await main(speaker)));
