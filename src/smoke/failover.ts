import { randomBytes } from "node:crypto";
import { DeclarationError } from "../errors.ts";
import { type AppService, appService } from "./app-service.ts";
import { speechOf } from "./apps/index.ts";
import type { Check } from "./check.ts";
import { Visitor } from "./visitor.ts";
import type { DeclaredApp } from "./web-app.ts";

/** Declares a check that a user stays signed in when the real server of the sign-in is gone. */
export interface FailoverArgs {
	/** Name of the service in the cluster. It needs two real servers or more, and the client must also reach each of them directly. */
	readonly service: string;
	/** The application: `blog.app`, or `{ kind: "php-session", url }`. */
	readonly app: DeclaredApp;
}

export interface FailoverDeclared extends FailoverArgs {
	readonly kind: "failover";
}

export interface FailoverResolved extends AppService {
	readonly kind: "failover";
}

/**
 * Signs in through one real server, then asks each of the others directly, as the director would if the first was gone. No other client notices, as no real
 * server is taken out of service. Unlike `session`, this check cannot pass by persistence alone.
 */
export function failover(args: FailoverArgs): FailoverDeclared {
	return { kind: "failover", ...args };
}

export const failoverCheck: Check<FailoverDeclared, FailoverResolved> = {
	alone: false,

	resolve(declared, cluster, named) {
		const resolved = appService("failover", declared, cluster, named);
		if (Object.keys(resolved.realServers).length < 2)
			throw new DeclarationError(`failover of cluster ${cluster.name}`, [
				{
					path: "service",
					message: `${resolved.service} has one real server in play; nobody takes over from it`,
				},
			]);
		return { kind: "failover", ...resolved };
	},

	async run({ app, way, service, realServers }, client) {
		const speech = speechOf(app);
		const user = app.user ?? `u${randomBytes(4).toString("hex")}`;
		const [[first = "", address = ""] = [], ...others] =
			Object.entries(realServers);
		const visitor = new Visitor(client, { ...way, to: address });
		await speech.signIn(visitor, user, app.password ?? "");
		const seen: Record<string, "signed in" | "signed out" | "no answer"> = {};
		for (const [name, to] of others) {
			const [answer] = await visitor.by(to).visitAll([speech.page]);
			seen[name] =
				answer === undefined || answer.status === 0
					? "no answer"
					: speech.isSignedIn(answer, user)
						? "signed in"
						: "signed out";
		}
		const states = Object.values(seen);
		return {
			check: `failover at ${service}`,
			passed: states.every((state) => state === "signed in"),
			did: `signed in at ${app.url} through ${first}, then asked the others as if it was gone`,
			expected: `signed in on ${Object.keys(seen).join(", ")}`,
			saw: Object.entries(seen)
				.map(([name, state]) => `${name}: ${state}`)
				.join(", "),
			counts: Object.fromEntries(
				Object.entries(seen).map(([name, state]) => [
					name,
					state === "signed in" ? 1 : 0,
				]),
			),
			answer: states.includes("no answer")
				? "nothing is known: not every real server answers the client by itself"
				: states.includes("signed out")
					? "a real server that goes takes its sessions along"
					: "a real server can go: nobody is signed out",
		};
	},
};
