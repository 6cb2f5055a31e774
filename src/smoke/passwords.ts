import { DeclarationError } from "../errors.ts";
import { secret } from "../model/host-text.ts";
import { formatText, parseText } from "../model/wire-text.ts";
import type { ResolvedCheck } from "./checks.ts";

// The passwords of checks are an input of their own, a Pulumi secret. A check has only the name of its password, as a place for a secret: it is the whole of
// `password` in a part of the check (`app`, `database`). No other text of a check counts as such a place.

/** The text in place of a password in a check. */
export function placeOfPassword(name: string): string {
	return formatText(secret(name));
}

/** @throws DeclarationError if a password is missing. */
export function withPasswords(
	check: ResolvedCheck,
	passwords: Readonly<Record<string, string>>,
): ResolvedCheck {
	return filled(check, passwords) as ResolvedCheck;
}

function filled(
	check: object,
	passwords: Readonly<Record<string, string>>,
): object {
	return Object.fromEntries(
		Object.entries(check).map(([key, part]: [string, unknown]) => {
			if (typeof part !== "object" || part === null) return [key, part];
			if (key === "of") return [key, filled(part, passwords)];
			const name = "password" in part ? nameIn(part.password) : undefined;
			if (name === undefined) return [key, part];
			const password = passwords[name];
			if (password === undefined)
				throw new DeclarationError("secrets", [
					{ path: name, message: "missing" },
				]);
			return [key, { ...part, password }];
		}),
	);
}

/** The name of the password that a text stands for. Real servers are among the parts too, by names that users choose: those have addresses. */
function nameIn(text: unknown): string | undefined {
	if (typeof text !== "string" || !text.startsWith("@secret:"))
		return undefined;
	const [place, ...others] = parseText(text).parts;
	return typeof place === "object" &&
		place.kind === "secret" &&
		others.length === 0
		? place.name
		: undefined;
}
