import { refuse } from "../../configuration/notes.ts";
import { type Asker, type AskerContext, byProgram } from "./asker.ts";
import { connects } from "./connection.ts";

const query = "logs in and sends a query";
const search = "binds and searches";
const tls = "speaks TLS and waits for a greeting";

/** Services that a declaration cannot ask -> what ldirectord does. */
const others: Readonly<Record<string, string>> = {
	...{ mysql: query, pgsql: query, oracle: query },
	...{ ldap: search, ldaps: search, pops: tls, imaps: tls },
	http_proxy: "asks for a page through the proxy",
	sip: "asks for OPTIONS",
	radius: "asks for access",
};

/** What it is asked with. */
const words = [
	...["login", "passwd", "database", "secret", "request", "receive"],
	"virtualhost",
];

/** A service to which only a connection can be declared. By UDP there is none. */
export function beyondAsker({
	service,
	match,
	own,
	place,
	notes,
}: AskerContext): Asker | undefined {
	// they go with what is said of the service
	for (const keyword of words) own.last(keyword);
	const what = `ldirectord ${others[service] ?? "asks"} there (${service}), and a declared check does not`;
	if (match.protocol === "udp" || service === "radius") {
		refuse(
			notes,
			place,
			`${what}; write how an answer begins, like \`udp: { send: "ping", expect: "pong" }\`, or ${byProgram}`,
		);
		return undefined;
	}
	refuse(
		notes,
		place,
		`${what}: that a connection is accepted is asked for; for more ${byProgram}`,
	);
	return { timeout: "negotiatetimeout", ask: () => connects };
}
