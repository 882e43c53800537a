// What the generated types have to refuse: the compiler says so where one of these lines would pass.
import createClient from "openapi-fetch";
import type { components, paths } from "./on-record.js";

const client = createClient<paths, "application/json">({ baseUrl: "" });

// @ts-expect-error a speaker may be unresolved, or not asked for
export const name = (quotation: components["schemas"]["Quotation"]): string => quotation.speaker.name;
// @ts-expect-error no channel is called so
export const channel: components["schemas"]["Channel"] = "e-mail";
// @ts-expect-error no such parameter
export const parameter = () => client.GET("/api/v1/quotations/", { params: { query: { speeker: ["x"] } } });
// @ts-expect-error no such facet
export const facet = () => client.GET("/api/v1/quotations/facets/", { params: { query: { by: ["chanel"] } } });
// @ts-expect-error facets of what
export const nothing = () => client.GET("/api/v1/quotations/facets/");
