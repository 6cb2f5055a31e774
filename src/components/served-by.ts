import { subject } from "../model/door.ts";
import { type Machine, machinesAmong } from "../model/machines-among.ts";
import { readSiteUrl } from "../model/site-url.ts";
import { knownPart } from "./inputs.ts";
import { objectOrEmpty } from "./object-or-empty.ts";
import { perProgram } from "./per-program.ts";

/** A component with the thing that clients of a service want, and the machines on which it sets that up. */
export interface Served {
	/** The kind of component, as its door has it. */
	readonly what: string;
	/** Its name in messages: "WordPress blog" */
	readonly by: string;
	readonly machines: readonly Machine[];
	/** Where clients reach it: `172.18.0.70:80`. Undefined: at several places, or not known. */
	readonly at: string | undefined;
}

/** Several copies of the package agree on it. It is kept when a check is spread into another, and no declaration or state contains it. */
const mark = Symbol.for("pulumi-lvs:served-by");

const ofProgram = perProgram<Served[]>(() => []);

/** Notes the machines on which a component is set up. */
export function serves(what: string, name: string, args: object): Served {
	const { realServers, url, behindTls } = objectOrEmpty(
		args as { realServers?: unknown; url?: unknown; behindTls?: unknown },
	);
	const found = readSiteUrl(url);
	const served = {
		what,
		by: subject(what, name),
		machines: machinesAmong(knownPart(realServers)),
		// if TLS ends before the real servers, the address is that of the proxy
		at:
			"value" in found && behindTls === undefined
				? `${found.value.host}:${found.value.port}`
				: undefined,
	};
	ofProgram().push(served);
	return served;
}

/** The same health check, or way to an application, with the component that gives it. */
export function servedBy<Given extends object>(
	given: Given,
	served: Served,
): Given {
	return { ...given, [mark]: served };
}

/** The component that gave a health check or the way to an application. Undefined: somebody wrote it by hand. */
export function servedOf(given: unknown): Served | undefined {
	return (given as { readonly [mark]?: Served } | null | undefined)?.[mark];
}

/** All components that the program has set up so far. */
export function everythingServed(): readonly Served[] {
	return ofProgram();
}
