import type { Request, Response } from "./curl.ts";
import type { Visitor } from "./visitor.ts";

/** An application behind the VIP that checks can speak to. */
export interface WebApp {
	readonly kind: WebAppKind;
	/** What its visitors write, without a slash at its end. */
	readonly url: string;
	/** Somebody who may publish. */
	readonly user?: string;
	/** A secret. */
	readonly password?: string;
}

/** A WebApp some of whose values come from resources: what a check is declared with. */
export interface DeclaredApp {
	readonly kind: WebAppKind;
	readonly url: Later;
	readonly user?: Later;
	readonly password?: Later;
}

/** Text, or what will be text: a promise, or an output of a resource. */
export type Later =
	| string
	| { readonly then: unknown }
	| { readonly apply: unknown };

export type WebAppKind = "wordpress" | "discuz" | "php-session";

/** How one kind of application is spoken to. A step that the application refuses is an error with what it said. */
export interface Speech {
	signIn(visitor: Visitor, user: string, password: string): Promise<void>;
	/** A page that tells whether the visitor is signed in. */
	readonly page: Request;
	isSignedIn(answer: Response, user: string): boolean;
	/** Undefined: it has no users of its own. */
	register?(visitor: Visitor, user: string, password: string): Promise<void>;
	publish?(
		visitor: Visitor,
		article: {
			readonly title: string;
			readonly text: string;
			readonly picture: Buffer;
		},
	): Promise<Published>;
	/** Gives the article another text. */
	change?(visitor: Visitor, article: Published, text: string): Promise<void>;
	/** Removes article and picture. */
	remove?(visitor: Visitor, article: Published): Promise<void>;
}

export interface Published {
	readonly id: string;
	readonly link: string;
	readonly pictureId: string;
	/** The picture as it was uploaded, then what was derived from it. */
	readonly pictures: readonly string[];
}
