import type { ServerRule } from "../../ipvs/rule.ts";

/** How a configuration forwards to a real server. */
export type Forwarded = Pick<ServerRule, "method" | "tunnel">;
