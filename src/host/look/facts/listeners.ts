import type { Question } from "../../question.ts";

/** Port that the role serves itself -> the programs that listen there. A port at which nobody listens is left out. */
export const listeners: Question<Readonly<Record<string, readonly string[]>>> =
	{
		probe({ serves = {} }) {
			const ports = Object.keys(serves).map((port) => `sport = :${port}`);
			return ports.length === 0 ? "" : `ss -Hltnp '${ports.join(" or ")}'`;
		},
		parse({ lines }) {
			const found: Record<string, string[]> = {};
			for (const line of lines) {
				const [, , , local = "", , users = ""] = line.trim().split(/\s+/);
				const port = /:(\d+)$/.exec(local)?.[1];
				if (port === undefined) continue;
				// a socket without a process is the kernel's
				const names = [...users.matchAll(/\("([^"]+)",pid=/g)].map(
					([, name = ""]) => name,
				);
				found[port] = [
					...new Set([
						...(found[port] ?? []),
						...(names.length === 0 ? ["the kernel"] : names),
					]),
				];
			}
			return found;
		},
	};
