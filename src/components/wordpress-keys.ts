import type * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../errors.ts";
import { fields } from "../model/fields.ts";
import { unknownKey } from "../model/unknown-key.ts";
import { wanted } from "../model/wanted.ts";
import { keySecret, wordPressKeys } from "../render/wordpress-keys.ts";
import { comesLater, knownPart } from "./inputs.ts";
import type { SecretNeeded } from "./secrets.ts";

/** The eight keys and salts by the names of their constants. */
export type WordPressKeys = Readonly<
	Partial<Record<(typeof wordPressKeys)[number], pulumi.Input<string>>>
>;

/** The secrets for signing: those that the user gave. The others will be generated. */
export function keysNeeded(
	keys: WordPressKeys = {},
): Record<string, SecretNeeded> {
	return Object.fromEntries(
		wordPressKeys.map((key) => [
			keySecret(key),
			{ path: `keys.${key}`, given: keys[key], place: "line" },
		]),
	);
}

/** What is wrong with the keys and salts that a user gave. secretsOf checks their contents. */
export function badKeys(keys: unknown = {}): Problem[] {
	const found = fields(keys);
	if (found === undefined)
		return [
			{
				path: "keys",
				message: wanted("an object like { AUTH_KEY: secret }", knownPart(keys)),
			},
		];
	const known: readonly string[] = wordPressKeys;
	return Object.entries(found).flatMap(([key, value]): Problem[] => {
		if (!known.includes(key))
			return [{ path: "keys", message: unknownKey(key, known) }];
		return value === undefined || typeof value === "string" || comesLater(value)
			? []
			: [
					{
						path: `keys.${key}`,
						message: wanted("a secret text", knownPart(value)),
					},
				];
	});
}
