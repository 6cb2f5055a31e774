import type { DeclaredApp, Speech, WebAppKind } from "../web-app.ts";
import { discuz } from "./discuz.ts";
import { phpSession } from "./php-session.ts";
import { wordpress } from "./wordpress.ts";

const speeches: Readonly<Record<WebAppKind, (url: string) => Speech>> = {
	wordpress,
	discuz,
	"php-session": phpSession,
};

/** How an application is spoken to. */
export function speechOf({ kind, url }: DeclaredApp): Speech {
	const speech = speeches[kind](String(url));
	return {
		...speech,
		signIn: (visitor, user, password) =>
			inTurn(`${url} ${user}`, () => speech.signIn(visitor, user, password)),
	};
}

const turns = new Map<string, Promise<void>>();

/** Of two sign-ins of one user at the same time WordPress forgets one: it reads the list of sessions, then writes it. */
function inTurn(who: string, work: () => Promise<void>): Promise<void> {
	const mine = (turns.get(who) ?? Promise.resolve()).then(work, work);
	turns.set(who, mine);
	return mine;
}
