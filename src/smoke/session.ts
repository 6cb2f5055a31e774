import { randomBytes } from "node:crypto";
import { type AppService, appService, formatCounts } from "./app-service.ts";
import { speechOf } from "./apps/index.ts";
import type { Check } from "./check.ts";
import { Visitor } from "./visitor.ts";
import type { DeclaredApp } from "./web-app.ts";
import { wrongClocks } from "./wrong-clocks.ts";

/** Declares a check that a user stays signed in, whatever real server the next connection comes to. */
export interface SessionArgs {
	/** Name of the service in the cluster. */
	readonly service: string;
	/** The application: `blog.app`, or `{ kind: "php-session", url }`. */
	readonly app: DeclaredApp;
	/** Separate connections after the sign-in. Default 20. */
	readonly requests?: number;
}

export interface SessionDeclared {
	readonly kind: "session";
	readonly service: string;
	readonly app: DeclaredApp;
	readonly requests: number;
}

export interface SessionResolved extends AppService {
	readonly kind: "session";
	readonly requests: number;
}

/** Signs in by one connection. Every further connection must be signed in too. Without persistence, all real servers must have answered. */
export function session({
	service,
	app,
	requests = 20,
}: SessionArgs): SessionDeclared {
	return { kind: "session", service, app, requests };
}

export const sessionCheck: Check<SessionDeclared, SessionResolved> = {
	alone: false,

	resolve: (declared, cluster, named) => ({
		kind: "session",
		requests: declared.requests,
		...appService("session", declared, cluster, named),
	}),

	async run(resolved, client) {
		const { app, way, requests, service, persistent } = resolved;
		const speech = speechOf(app);
		const user = app.user ?? `u${randomBytes(4).toString("hex")}`;
		const visitor = new Visitor(client, way);
		await speech.signIn(visitor, user, app.password ?? "");
		const answers = await visitor.visitTogether(
			Array.from({ length: requests }, () => speech.page),
		);
		const counts: Record<string, number> = Object.fromEntries(
			Object.keys(resolved.realServers).map((name) => [name, 0]),
		);
		const out: Record<string, number> = {};
		for (const answer of answers) {
			const name = answer.realServer || `(${answer.status || "no answer"})`;
			const where = speech.isSignedIn(answer, user) ? counts : out;
			where[name] = (where[name] ?? 0) + 1;
		}
		const stayed = Object.values(counts).reduce((sum, n) => sum + n, 0);
		const seen = Object.keys(resolved.realServers).filter((name) =>
			answers.some(({ realServer }) => realServer === name),
		);
		const tookPart =
			persistent || seen.length === Object.keys(resolved.realServers).length;
		const clocks = wrongClocks(answers);
		const passed = stayed === requests && tookPart && clocks === undefined;
		return {
			check: `session at ${service}`,
			passed,
			did: `signed in at ${app.url}, then ${requests} separate connections`,
			expected: `signed in each time, ${persistent ? "by one real server" : `by all of ${Object.keys(counts).join(", ")}`}`,
			saw: [
				`signed in: ${formatCounts(counts)}`,
				...(Object.keys(out).length > 0
					? [`signed out: ${formatCounts(out)}`]
					: []),
				...(clocks === undefined ? [] : [clocks]),
			].join("; "),
			counts,
			answer: !tookPart
				? "nothing is known: not all real servers took part"
				: clocks !== undefined
					? `nothing is known of sessions: ${clocks}, and cookies end at a time; set the clocks (timedatectl set-ntp true), then check again`
					: stayed < requests
						? "session persistence is needed, or one place for the sessions: the real servers do not share them"
						: persistent
							? `signed in as long as ${seen.join(", ")} lasts: persistence hides where sessions are kept`
							: "session persistence is not needed",
		};
	},
};
