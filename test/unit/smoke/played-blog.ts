import { randomBytes } from "node:crypto";
import {
	createServer,
	type IncomingMessage,
	type Server,
	type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import type { AppService } from "../../../src/smoke/app-service.ts";

/** What real servers of a blog have in one place, or each for itself. */
const things = ["users", "sessions", "files", "posts"] as const;
type Thing = (typeof things)[number];
type Wrong = "nothing" | "keeps pages" | "cuts pictures";
type Place = Record<Thing, Map<string, string | Buffer>>;

const url = "http://blog.lab.test";

/**
 * A blog on two real servers behind a VIP that takes them in turn, with the few answers of WordPress that checks ask for.
 *
 * @param options.apart what each real server has for itself.
 * @param options.rs2 what it does wrong: it shows each page as it was when somebody first looked, or pictures without their end.
 */
export async function playBlog({
	apart = [],
	rs2 = "nothing",
}: {
	readonly apart?: readonly Thing[];
	readonly rs2?: Wrong;
} = {}) {
	const common = place();
	const realServers = ["rs1", "rs2"].map((name) => {
		const own = place();
		const has = Object.fromEntries(
			things.map((thing) => [
				thing,
				apart.includes(thing) ? own[thing] : common[thing],
			]),
		) as Place;
		return {
			name,
			answer: answerer(name, has, name === "rs2" ? rs2 : "nothing"),
		};
	});
	const servers = await Promise.all(
		realServers.map(({ answer }) => listen((...asked) => answer(...asked))),
	);
	let turn = 0;
	/** The names of those that get new connections. */
	let inTurn = realServers.map(({ name }) => name);
	const vip = await listen((...asked) => {
		const name = inTurn[turn++ % inTurn.length];
		return realServers.find((one) => one.name === name)?.answer(...asked);
	});
	const service: AppService = {
		service: "http",
		app: { kind: "wordpress", url, user: "admin", password: "secret" },
		way: { host: "blog.lab.test", port: 80, to: addressOf(vip) },
		realServers: Object.fromEntries(
			realServers.map(({ name }, index) => [name, addressOf(servers[index])]),
		),
		persistent: false,
	};
	const all = [vip, ...servers];
	return {
		service,
		/** From now on the VIP leads to these alone. */
		leadTo(...names: readonly string[]) {
			inTurn = [...names];
		},
		/** A real server goes. */
		async stop(name: string) {
			const index = realServers.findIndex((one) => one.name === name);
			await close(servers[index]);
		},
		async [Symbol.asyncDispose]() {
			await Promise.all(all.map(close));
		},
	};
}

function place(): Place {
	return {
		users: new Map<string, string | Buffer>([["admin", "secret"]]),
		sessions: new Map(),
		files: new Map(),
		posts: new Map(),
	};
}

type Answer = (request: IncomingMessage, response: ServerResponse) => unknown;

function answerer(name: string, has: Place, wrong: Wrong): Answer {
	const shown = new Map<string, string>();
	return async (request, response) => {
		const parts: Buffer[] = [];
		for await (const part of request) parts.push(part as Buffer);
		const body = Buffer.concat(parts);
		const form = new URLSearchParams(body.toString());
		const asked = new URL(request.url ?? "/", url);
		const { pathname, searchParams: query } = asked;
		const [, session = ""] =
			/\blogged_in=(\w+)/.exec(request.headers.cookie ?? "") ?? [];
		const nonce = has.sessions.get(session);
		const say = (status: number, text: string | Buffer, type = "text/html") => {
			response.writeHead(status, {
				"X-Real-Server": name,
				"Content-Type": type,
			});
			response.end(text);
		};
		if (pathname === "/wp-login.php" && query.get("action") === "register") {
			has.users.set(form.get("user_login") ?? "", form.get("user_pass") ?? "");
			return say(302, "");
		}
		if (pathname === "/wp-login.php") {
			if (has.users.get(form.get("log") ?? "") !== form.get("pwd"))
				return say(200, '<div id="login_error">Unknown user.</div>');
			const id = randomBytes(8).toString("hex");
			has.sessions.set(id, randomBytes(5).toString("hex"));
			response.setHeader("Set-Cookie", `logged_in=${id}; path=/`);
			return say(302, "");
		}
		if (pathname === "/wp-admin/admin-ajax.php")
			return nonce === undefined ? say(400, "0") : say(200, nonce);
		const [, kind = "", id = ""] =
			/^\/wp\/v2\/(media|posts)\/?(\w*)/.exec(query.get("rest_route") ?? "") ??
			[];
		if (kind !== "") {
			if (nonce === undefined || request.headers["x-wp-nonce"] !== nonce)
				return say(401, '{"message":"not signed in"}', "application/json");
			return say(
				200,
				JSON.stringify(rest(has, request.method ?? "", kind, id, body)),
				"application/json",
			);
		}
		const file = has.files.get(pathname);
		if (file !== undefined)
			return say(
				200,
				wrong === "cuts pictures" ? file.slice(0, -1) : file,
				"image/png",
			);
		const post = query.get("p") ?? "";
		const text = has.posts.get(post);
		if (text === undefined) return say(404, "not here");
		const first = shown.get(post) ?? String(text);
		shown.set(post, first);
		return say(200, wrong === "keeps pages" ? first : text);
	};
}

/** The interface by which articles come and go. */
function rest(
	has: Place,
	method: string,
	kind: string,
	id: string,
	body: Buffer,
): object {
	const paths = (number: string) => [`/${number}.png`, `/${number}-small.png`];
	if (method === "DELETE") {
		if (kind === "posts") has.posts.delete(id);
		else for (const path of paths(id)) has.files.delete(path);
		return {};
	}
	const number = id || randomBytes(4).toString("hex");
	if (kind === "posts") {
		const { content } = JSON.parse(body.toString()) as { content: string };
		has.posts.set(number, content);
		return { id: number, link: `${url}/?p=${number}` };
	}
	for (const path of paths(number)) has.files.set(path, body);
	const [whole, small] = paths(number).map((path) => url + path);
	return {
		id: number,
		source_url: whole,
		media_details: { sizes: { small: { source_url: small } } },
	};
}

function listen(answer: Answer): Promise<Server> {
	const server = createServer(answer);
	return new Promise((ready) =>
		server.listen(0, "127.0.0.1", () => ready(server)),
	);
}

function addressOf(server: Server | undefined): string {
	if (server === undefined) throw new Error("no such server");
	return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function close(server: Server | undefined): Promise<void> {
	return new Promise((done) => {
		if (server === undefined) return done();
		server.close(() => done());
		server.closeAllConnections();
	});
}
