import { RemoteError } from "../errors.ts";
import { newMark } from "../ssh/new-mark.ts";
import type { Session } from "../ssh/session.ts";
import {
	curlScript,
	type Request,
	type Response,
	readAnswers,
	type Way,
} from "./curl.ts";

/** The application, or the connection to it, did not do what a check needs. Then the check has failed. */
export class Refusal extends Error {
	override readonly name = "Refusal";
}

/** How many connections one visitor has at a time, as a browser has. */
const atOnce = 4;

/** A user with a browser on a client machine. It keeps cookies as browsers do, but no connections. */
export class Visitor {
	readonly #client: Session;
	readonly #way: Way;
	readonly #cookies = new Map<string, string>();

	constructor(client: Session, way: Way) {
		this.#client = client;
		this.#way = way;
	}

	/** The same user, cookies included, connecting to another address. */
	by(to: string): Visitor {
		const other = new Visitor(this.#client, { ...this.#way, to });
		for (const [name, value] of this.#cookies) other.#cookies.set(name, value);
		return other;
	}

	setCookie(name: string, value: string): void {
		this.#cookies.set(name, value);
	}

	/** @throws Refusal where the request is not answered. */
	async visit(request: Request): Promise<Response> {
		const asked = await this.#ask([request]);
		const [answer] = asked.answers;
		if (answer === undefined || answer.status === 0)
			throw this.refused(`visit ${request.url}`, asked.ending);
		return answer;
	}

	/** Makes requests one after the other, each with the cookies that there were at the beginning. A request without an answer has status 0. */
	async visitAll(requests: readonly Request[]): Promise<Response[]> {
		const { answers } = await this.#ask(requests);
		return answers;
	}

	/** As {@link visitAll}, but several requests at a time. @throws Refusal where none of them is answered. */
	async visitTogether(requests: readonly Request[]): Promise<Response[]> {
		const lanes = Math.min(atOnce, requests.length);
		const asked = await Promise.all(
			Array.from({ length: lanes }, (_, lane) =>
				this.#ask(requests.filter((_, index) => index % lanes === lane)),
			),
		);
		const all = requests.map((_, index) => {
			const answer = asked[index % lanes]?.answers[Math.floor(index / lanes)];
			if (answer === undefined) throw new Error("an answer for each request");
			return answer;
		});
		const [first] = asked;
		if (first !== undefined && all.every(({ status }) => status === 0))
			throw this.refused(`visit ${requests[0]?.url}`, first.ending);
		return all;
	}

	/** The answers, and how curl ended. */
	async #ask(requests: readonly Request[]) {
		const mark = newMark();
		const { exit, stdout, stderr } = await this.#client.run(
			curlScript(requests, mark, this.#way, this.#cookies),
			{
				doing: `visit ${requests[0]?.url}`,
				timeoutSeconds: 30 + 60 * requests.length,
			},
		);
		if (exit === 127)
			throw new RemoteError({
				host: this.#client.host,
				doing: "look for curl",
				saw: "it is not installed",
				advice: "Install curl on the client machine.",
			});
		const answers = readAnswers(stdout, mark, requests.length, this.#way);
		for (const { cookies } of answers)
			for (const [name, value] of cookies)
				if (value === "") this.#cookies.delete(name);
				else this.#cookies.set(name, value);
		return { answers, ending: `curl exit ${exit} ${stderr.trim()}` };
	}

	/** The error for a step that the application refused or did not answer. */
	refused(doing: string, saw: string): Refusal {
		return new Refusal(`${doing}: ${saw}`);
	}
}
