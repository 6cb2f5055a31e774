import { createHash, randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { DeclarationError } from "../errors.ts";
import type { Session } from "../ssh/session.ts";
import { type AppService, appService, waysToAll } from "./app-service.ts";
import { speechOf } from "./apps/index.ts";
import type { Check } from "./check.ts";
import type { Response } from "./curl.ts";
import { picture } from "./picture.ts";
import { Visitor } from "./visitor.ts";
import type { DeclaredApp } from "./web-app.ts";

/** Declares a check that every real server shows a whole article with its picture, sees it change, and sees it go. */
export interface ArticleArgs {
	readonly service: string;
	/** An application with a user who may publish. */
	readonly app: DeclaredApp;
}

export interface ArticleDeclared extends ArticleArgs {
	readonly kind: "article";
}

export interface ArticleResolved extends AppService {
	readonly kind: "article";
}

/**
 * Publishes an article with a picture of about 50 kB on one client machine, and looks at it on another, through every real
 * server: the text, the picture and the smaller pictures derived from it, byte for byte. Then it changes the text and looks
 * again, and removes article and picture and looks again.
 */
export function article(args: ArticleArgs): ArticleDeclared {
	return { kind: "article", ...args };
}

/** The NFS client of another real server may remember a removed file for as long as this (acregmax of nfs(5)). */
const patienceSeconds = 65;

export const articleCheck: Check<ArticleDeclared, ArticleResolved> = {
	alone: false,

	resolve(declared, cluster, named) {
		if (speechOf(declared.app).publish === undefined)
			throw new DeclarationError(`article of cluster ${cluster.name}`, [
				{
					path: "app",
					message: `nothing is published with ${declared.app.kind}`,
				},
			]);
		return {
			kind: "article",
			...appService("article", declared, cluster, named),
		};
	},

	async run(resolved, client, other) {
		const { app, way, service } = resolved;
		const speech = speechOf(app);
		const { publish, change, remove } = speech;
		if (publish === undefined) throw new Error(`${app.kind} publishes nothing`);
		const title = `lvs-${randomBytes(4).toString("hex")}`;
		const image = picture(title);
		// sign in and publish by one real server: another check tests whether sessions hold on all of them
		const [one = way.to] = Object.values(resolved.realServers);
		const author = new Visitor(client, { ...way, to: one });
		await speech.signIn(author, app.user ?? "", app.password ?? "");
		const made = await publish(author, {
			title,
			text: `marker ${title}`,
			picture: image,
		});
		const [original = "", ...derived] = made.pictures;
		const look = (urls: readonly string[]) => throughAll(resolved, other, urls);
		const sum = createHash("sha256").update(image).digest("hex");
		const missing = [
			...(await look([made.link])).flatMap(
				complaints(({ text }) => text.includes(`marker ${title}`)),
			),
			...(await look(made.pictures)).flatMap((one) =>
				complaints(({ sha256, type }) =>
					one.url === original ? sha256 === sum : type === "image/png",
				)(one),
			),
		];
		await change?.(author, made, `changed ${title}`);
		const stale =
			change === undefined
				? []
				: (await look([made.link])).flatMap(
						complaints(({ text }) => text.includes(`changed ${title}`)),
					);
		await remove?.(author, made);
		const left =
			remove === undefined ? [] : await untilGone(() => look([original]));
		const after = [
			...(change === undefined ? [] : ["changed it"]),
			...(remove === undefined ? [] : ["removed it"]),
		];
		const all = Object.keys(resolved.realServers).join(", ");
		const problems = [
			...missing.map((one) => `not whole: ${one}`),
			...stale.map((one) => `not changed: ${one}`),
			...left.map((one) => `not gone: ${one}`),
		];
		return {
			check: `article at ${service}`,
			passed: problems.length === 0,
			did: `published ${title} with a picture of ${image.length} bytes${after.map((did) => `, ${did}`).join("")} on one client, looked on another`,
			expected: `text, picture and ${derived.length} sizes of it, byte for byte${change === undefined ? "" : ", then the change"}${remove === undefined ? "" : ", then nothing"}, on ${all}`,
			saw: problems.length === 0 ? `just that on ${all}` : problems.join("; "),
			counts: {},
			answer:
				missing.length + left.length === 0
					? "what users upload is on all real servers"
					: "shared storage is needed: what users upload is not on all real servers",
		};
	},
};

interface Seen {
	readonly url: string;
	/** Real server -> its answer. Undefined if it did not answer. */
	readonly answers: ReadonlyMap<string, Response | undefined>;
}

/** The answers of every real server to each URL. It asks once for each real server, and again if one did not get its turn. */
async function throughAll(
	resolved: AppService,
	client: Session,
	urls: readonly string[],
): Promise<Seen[]> {
	const visitor = new Visitor(client, resolved.way);
	const names = Object.keys(resolved.realServers);
	const seen = urls.map((url) => ({
		url,
		answers: new Map<string, Response | undefined>(
			names.map((name) => [name, undefined]),
		),
	}));
	// if real servers take turns, one round is enough, unless other clients take turns too
	for (let round = 0; round < 12; round++) {
		const open = seen.filter(({ answers }) =>
			[...answers.values()].includes(undefined),
		);
		if (open.length === 0) break;
		for (const way of waysToAll(resolved, visitor)) {
			// by the VIP: one request for each real server, and one more from the second round on, so that the turns shift
			const times = way === visitor ? names.length + Math.min(round, 1) : 1;
			const asked = open.flatMap((one) => Array<typeof one>(times).fill(one));
			const responses = await way.visitTogether(
				asked.map(({ url }) => ({ url, text: !url.endsWith(".png") })),
			);
			for (const [index, { answers }] of asked.entries()) {
				const response = responses[index];
				if (response !== undefined && answers.has(response.realServer))
					answers.set(response.realServer, response);
			}
		}
	}
	return seen;
}

/** Describes each answer that is not good: `rs1 x.png: 404 text/html`. */
function complaints(good: (answer: Response) => boolean) {
	return ({ url, answers }: Seen): string[] =>
		[...answers].flatMap(([name, answer]) =>
			answer === undefined
				? [`${name} ${fileOf(url)}: never answered`]
				: answer.status === 200 && good(answer)
					? []
					: [`${name} ${fileOf(url)}: ${answer.status} ${answer.type}`],
		);
}

/** @returns the real servers that still have the file when patience is over. */
async function untilGone(look: () => Promise<Seen[]>): Promise<string[]> {
	const until = Date.now() + patienceSeconds * 1000;
	for (;;) {
		const there = (await look()).flatMap(({ url, answers }) =>
			[...answers].flatMap(([name, answer]) =>
				answer?.status === 200 ? [`${name} ${fileOf(url)}`] : [],
			),
		);
		if (there.length === 0 || Date.now() > until) return there;
		await sleep(2000);
	}
}

function fileOf(url: string): string {
	return url.split("/").at(-1) || url;
}
