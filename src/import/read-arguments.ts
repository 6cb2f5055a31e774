import {
	ipvsadmOptions,
	nameOfLetter,
	written,
} from "../ipvs/ipvsadm-options.ts";

/** The options of one call of ipvsadm: long name -> its value, "" where it has none. */
export type Arguments = ReadonlyMap<string, string>;

/** The options that exclude each other. */
const exclusive: readonly (readonly string[])[] = [
	[
		...["add-service", "edit-service", "delete-service"],
		...["add-server", "edit-server", "delete-server"],
	],
	["tcp-service", "udp-service", "sctp-service", "fwmark-service"],
	["gatewaying", "masquerading", "ipip"],
	["tun-nocsum", "tun-csum", "tun-remcsum"],
];

/**
 * Reads the words after `ipvsadm` as that program does: letters alone or together, long names, a value after the option, joined to its letter, or after `=`.
 *
 * @returns why they cannot be read, if they cannot.
 */
export function readArguments(words: readonly string[]): Arguments | string {
	const found = new Map<string, string>();
	const left = [...words];
	/** Takes an option, and returns what is wrong with it. */
	const take = (name: string, joined: string | undefined) => {
		const { value = "no" } = ipvsadmOptions[name] ?? {};
		if (found.has(name)) return `${written(name)} stands twice`;
		const follows = left[0] !== undefined && !left[0].startsWith("-");
		if (value === "no") {
			found.set(name, "");
			return joined === undefined ? undefined : `${written(name)} has no value`;
		}
		const given = joined ?? (follows ? left.shift() : undefined);
		if (value === "yes" && (given ?? "") === "")
			return `${written(name)} lacks its value`;
		found.set(name, given ?? "");
		return undefined;
	};
	for (let word = left.shift(); word !== undefined; word = left.shift()) {
		const problem = word.startsWith("--")
			? takeLong(word, take)
			: /^-./.test(word)
				? takeLetters(word.slice(1), take)
				: found.has("set") && /^\d+$/.test(word)
					? undefined
					: `"${word}" is no option of ipvsadm`;
		if (problem !== undefined) return problem;
	}
	for (const group of exclusive) {
		const both = group.filter((name) => found.has(name));
		if (both.length > 1)
			return `${both.map(written).join(" and ")} exclude each other`;
	}
	return found;
}

type Take = (name: string, joined: string | undefined) => string | undefined;

function takeLong(word: string, take: Take): string | undefined {
	const [, name = "", , joined] = /^--([^=]*)(=(.*))?$/.exec(word) ?? [];
	return Object.hasOwn(ipvsadmOptions, name)
		? take(name, joined)
		: `"${word}" is no option of ipvsadm`;
}

/** Letters without values, and perhaps one with a value at the end: `-At`, `-w3`. */
function takeLetters(letters: string, take: Take): string | undefined {
	for (let at = 0; at < letters.length; at += 1) {
		const letter = letters.charAt(at);
		const name = nameOfLetter(letter);
		if (name === undefined) return `"-${letter}" is no option of ipvsadm`;
		const rest = letters.slice(at + 1);
		if (ipvsadmOptions[name]?.value === "no") {
			const problem = take(name, undefined);
			if (problem !== undefined) return problem;
			continue;
		}
		return take(name, rest === "" ? undefined : rest.replace(/^=/, ""));
	}
	return undefined;
}
