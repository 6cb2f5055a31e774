import type { Claim } from "./claim.ts";
import { clearPort } from "./clear-port.ts";
import type { frontShape } from "./front.ts";
import type { realServerSchema } from "./schema.ts";
import { servedClaims } from "./served-claims.ts";
import type { EntrySketch, ObjectSketch } from "./sketch.ts";

interface ApplicationSketch {
	readonly given: readonly string[];
	readonly values: ObjectSketch<typeof frontShape>["values"] & {
		readonly realServers:
			| readonly EntrySketch<typeof realServerSchema>[]
			| undefined;
	};
}

/** The names for which an application is served, and those that are redirected to its URL. */
export function frontClaims({ given, values }: ApplicationSketch): Claim[] {
	const { realServers = [], url, aliases = [] } = values;
	const port = portOf({ given, values });
	if (url === undefined || port === undefined) return [];
	const tls = given.includes("tls");
	const clear = clearPort(port, tls);
	const names = [url.host, ...aliases];
	const places = [
		{ port, tls },
		...(clear === undefined
			? []
			: [{ port: clear, tls: false, redirects: true }]),
	];
	return places.flatMap((place) =>
		servedClaims(realServers, { path: ["url"], names, ...place }),
	);
}

/** The TCP port of the real servers. */
function portOf({ given, values }: ApplicationSketch): number | undefined {
	return given.includes("behindTls")
		? values.behindTls?.values.port
		: values.url?.port;
}
