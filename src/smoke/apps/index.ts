import type { DeclaredApp, Speech, WebAppKind } from "../web-app.ts";
import { discuz } from "./discuz.ts";
import { phpSession } from "./php-session.ts";
import { wordpress } from "./wordpress.ts";

const speeches: Readonly<Record<WebAppKind, (url: string) => Speech>> = {
	wordpress,
	discuz,
	"php-session": phpSession,
};

/** The requests that one kind of application understands. */
export function speechOf({ kind, url }: DeclaredApp): Speech {
	const speech = speeches[kind](String(url));
	return {
		...speech,
		signIn: (visitor, user, password) =>
			inTurn(`${url} ${user}`, () => speech.signIn(visitor, user, password)),
	};
}

const turns = new Map<string, Promise<void>>();

/** Runs sign-ins of one user one after the other. WordPress reads the list of sessions and then writes it, so of two at the same time it forgets one. */
function inTurn(who: string, work: () => Promise<void>): Promise<void> {
	const mine = (turns.get(who) ?? Promise.resolve()).then(work, work);
	turns.set(who, mine);
	return mine;
}
