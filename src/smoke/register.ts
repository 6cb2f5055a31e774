import { randomBytes } from "node:crypto";
import { DeclarationError } from "../errors.ts";
import { type AppService, appService } from "./app-service.ts";
import { speechOf } from "./apps/index.ts";
import type { Check } from "./check.ts";
import { Visitor } from "./visitor.ts";
import type { DeclaredApp } from "./web-app.ts";

/** Declares a check that a user who registers on one client can sign in on another. */
export interface RegisterArgs {
	readonly service: string;
	/** An application where visitors can register with a password of their choice. */
	readonly app: DeclaredApp;
}

export interface RegisterDeclared extends RegisterArgs {
	readonly kind: "register";
}

export interface RegisterResolved extends AppService {
	readonly kind: "register";
}

/** Registers on one client machine; on the other the new user signs in through every real server. */
export function register(args: RegisterArgs): RegisterDeclared {
	return { kind: "register", ...args };
}

export const registerCheck: Check<RegisterDeclared, RegisterResolved> = {
	alone: false,

	resolve(declared, cluster, named) {
		if (speechOf(declared.app).register === undefined)
			throw new DeclarationError(`register of cluster ${cluster.name}`, [
				{
					path: "app",
					message: `${declared.app.kind} has no users of its own`,
				},
			]);
		return {
			kind: "register",
			...appService("register", declared, cluster, named),
		};
	},

	async run(resolved, client, other) {
		const { app, way, service, realServers } = resolved;
		const speech = speechOf(app);
		const user = `u${randomBytes(4).toString("hex")}`;
		const password = randomBytes(8).toString("hex");
		await speech.register?.(new Visitor(client, way), user, password);
		const found: string[] = [];
		for (const [name, to] of Object.entries(realServers)) {
			const visitor = new Visitor(other, { ...way, to });
			const signedIn = await speech
				.signIn(visitor, user, password)
				.then(async () =>
					speech.isSignedIn(await visitor.visit(speech.page), user),
				)
				.catch(() => false);
			if (signedIn) found.push(name);
		}
		const all = Object.keys(realServers);
		return {
			check: `register at ${service}`,
			passed: found.length === all.length,
			did: `registered ${user} on one client, signed in on another`,
			expected: `known on ${all.join(", ")}`,
			saw: `known on ${found.join(", ") || "none"}`,
			counts: Object.fromEntries(
				all.map((name) => [name, found.includes(name) ? 1 : 0]),
			),
			answer:
				found.length === all.length
					? "users are in one database"
					: "the real servers need one database",
		};
	},
};
