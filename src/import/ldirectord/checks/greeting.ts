import { refuse } from "../../configuration/notes.ts";
import { type Asker, type AskerContext, byProgram } from "./asker.ts";

/** Services that speak first -> how they begin, and what ldirectord does besides. */
const greetings: Readonly<
	Record<string, { readonly expect: string; readonly more?: string }>
> = {
	smtp: { expect: "220", more: "says EHLO" },
	submission: { expect: "220", more: "says EHLO" },
	pop: { expect: "+OK" },
	imap: { expect: "* OK" },
	ftp: { expect: "220", more: "logs in and fetches a file" },
	nntp: { expect: "2" },
};

export function greets(service: string): boolean {
	return Object.hasOwn(greetings, service);
}

/** A service whose greeting is waited for. */
export function greetingAsker({ service, own, notes }: AskerContext): Asker {
	const { expect = "", more } = greetings[service] ?? {};
	// it goes with the login
	if (isAsked(service, "login")) own.last("passwd");
	const beyond =
		service === "ftp"
			? [own.last("receive")]
			: [own.last("login"), own.last("receive")];
	for (const directive of beyond)
		if (directive !== undefined && isAsked(service, directive.keyword))
			refuse(
				notes,
				directive,
				`the greeting is waited for, "${expect}", and nothing after it; ${byProgram}`,
			);
	const remarks =
		more === undefined
			? []
			: [`it waits for the greeting, "${expect}", and ldirectord ${more} too`];
	return {
		timeout: "negotiatetimeout",
		ask: () => ({ kind: "tcp", fields: { tcp: { expect } }, remarks }),
	};
}

/** Whether ldirectord looks at the directive at all. */
function isAsked(service: string, keyword: string): boolean {
	return keyword === "login"
		? service === "pop" || service === "imap"
		: service === "ftp";
}
