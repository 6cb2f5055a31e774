import type { Request, Response } from "./curl.ts";
import type { Visitor } from "./visitor.ts";

/** An application behind the VIP that checks can use. */
export interface WebApp {
	readonly kind: WebAppKind;
	/** The URL that visitors use, without a slash at its end. */
	readonly url: string;
	/** A user who may publish. */
	readonly user?: string;
	/** A secret. */
	readonly password?: string;
	/**
	 * In PEM: visitors by HTTPS are served with this certificate, or with one that was signed by the last of its chain. Default: the client uses its own trusted
	 * roots.
	 */
	readonly certificate?: string;
	/** TLS ends before the real servers, which listen on this port; checks send requests as the proxy does. Default: it does not. */
	readonly plainPort?: string;
}

/** The declared form of a WebApp: some of its values may come from resources. */
export interface DeclaredApp {
	readonly kind: WebAppKind;
	readonly url: Later;
	readonly user?: Later;
	readonly password?: Later;
	readonly certificate?: Later;
	readonly plainPort?: Later;
}

/** Text, or a promise or output that will become text. */
export type Later =
	| string
	| { readonly then: unknown }
	| { readonly apply: unknown };

export type WebAppKind = "wordpress" | "discuz" | "php-session";

/** The requests that one kind of application understands. If it refuses a step, the error has its message. */
export interface Speech {
	signIn(visitor: Visitor, user: string, password: string): Promise<void>;
	/** A page that tells whether the visitor is signed in. */
	readonly page: Request;
	isSignedIn(answer: Response, user: string): boolean;
	/** Undefined where the application has no users of its own. */
	register?(visitor: Visitor, user: string, password: string): Promise<void>;
	publish?(
		visitor: Visitor,
		article: {
			readonly title: string;
			readonly text: string;
			readonly picture: Buffer;
		},
	): Promise<Published>;
	/** Replaces the text of the article. */
	change?(visitor: Visitor, article: Published, text: string): Promise<void>;
	/** Removes article and picture. */
	remove?(visitor: Visitor, article: Published): Promise<void>;
}

export interface Published {
	readonly id: string;
	readonly link: string;
	readonly pictureId: string;
	/** The URLs of the picture as it was uploaded, then of the pictures derived from it. */
	readonly pictures: readonly string[];
}
