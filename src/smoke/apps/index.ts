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
	return speeches[kind](String(url));
}
