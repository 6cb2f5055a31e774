import type { Answer, Held, Load, Lost, Request } from "./load.ts";

/**
 * Reads the lines of the client's script (load-script.ts):
 *
 * - `begun NUMBER AT`, `answered NUMBER EXIT BY STATUS SECONDS BYTES WHY`: a request. EXIT and WHY are curl's; BY is `-` where nobody is named
 * - `opened ID AT`, `closed ID AT EXIT BY OURS ASKED ANSWERED`: a held connection. OURS is 1 where the client ended it
 */
export function readLoad(text: string): Load {
	const requests = new Map<string, Request>();
	const held = new Map<string, Held>();
	for (const line of text.split("\n")) {
		const [word, id = "", ...rest] = line.split(" ");
		const [first = ""] = rest;
		const begun = requests.get(id);
		const opened = held.get(id);
		if (word === "begun") requests.set(id, { at: Number(first) });
		else if (word === "answered" && begun !== undefined)
			requests.set(id, { ...begun, answer: readAnswer(rest) });
		else if (word === "opened") held.set(id, { from: Number(first) });
		else if (word === "closed" && opened !== undefined)
			held.set(id, { ...opened, ...readEnd(rest) });
	}
	return { requests: [...requests.values()], held: [...held.values()] };
}

function readAnswer([
	exit = "",
	by = "-",
	status = "",
	took = "",
	_bytes,
	...words
]: readonly string[]): Answer {
	const why = words.join(" ").trim();
	const lost = lostBy(Number(exit), Number(status), why);
	return {
		took: Number(took),
		...(lost === undefined ? {} : { lost }),
		why: lost === "wrong status" ? status : why || `curl exit ${exit}`,
		...(by === "-" ? {} : { by }),
	};
}

/** Numbers are curl's exit codes. An old curl prints no message with them. */
function lostBy(exit: number, status: number, why: string): Lost | undefined {
	switch (exit) {
		case 0:
			return status >= 200 && status < 400 ? undefined : "wrong status";
		case 7:
			return why === "" || /refused/i.test(why) ? "refused" : "other";
		case 28:
			return "timed out";
		// empty reply, send and receive errors, a part of the answer
		case 52:
		case 55:
		case 56:
		case 18:
			return "reset";
		default:
			return "other";
	}
}

function readEnd([
	at = "",
	exit = "",
	by = "-",
	ours = "",
	asked = "",
	answered = "",
]: readonly string[]): Partial<Held> {
	return {
		end: {
			at: Number(at),
			whole: exit === "0" && ours === "1" && Number(answered) >= Number(asked),
		},
		...(by === "-" ? {} : { by }),
	};
}
