import { createHash } from "node:crypto";
import {
	leaveOut,
	type Notes,
	refuse,
	remark,
} from "../configuration/notes.ts";
import { placeOf } from "../place-of.ts";
import { type Case, caseScript } from "./case-script.ts";
import { commandOf } from "./command-of.ts";
import type { Settings } from "./sort-out.ts";
import type { Statement } from "./statement.ts";

/** The programs that keepalived runs when a real server is out, and when it is in again. */
export interface ServerHooks {
	readonly address: string;
	readonly places: readonly Statement[];
	readonly commands: Partial<
		Readonly<Record<(typeof words)[keyof typeof words], readonly string[]>>
	>;
}

/** Keyword -> the word with which our program is called. */
const words = { notify_down: "out", notify_up: "in" } as const;

const keywords = ["notify_down", "notify_up"] as const;

/** Reads the programs of one real server. A program that root does not run is reported. */
export function serverHooks(
	address: string,
	settings: Settings,
	scriptUser: string | undefined,
	notes: Notes,
): ServerHooks {
	const found = keywords.flatMap((keyword) => {
		const place = settings.last(keyword);
		if (place === undefined) return [];
		const command = commandOf(place, place.values[1] ?? scriptUser, {
			what: "a program of `check.tell`",
			example: 'check: { ..., tell: "/usr/local/sbin/told" }',
		});
		if (typeof command !== "string")
			return [{ place, word: words[keyword], command }];
		refuse(notes, place, command);
		return [];
	});
	return {
		address,
		places: found.map(({ place }) => place),
		commands: Object.fromEntries(
			found.map(({ word, command }) => [word, command]),
		),
	};
}

/**
 * The program that the check of a service calls for its real servers, instead of those that keepalived runs: a script, whose text is shown to the user.
 * Undefined: there is nothing to call.
 *
 * @param isChecked whether the service has a check
 */
export function toldOfServers(
	all: readonly ServerHooks[],
	isChecked: boolean,
	notes: Notes,
): string | undefined {
	const places = all.flatMap((each) => each.places);
	const [first] = places;
	if (first === undefined) return undefined;
	if (!isChecked) {
		for (const place of places) leaveOut(notes, place.keyword, place);
		return undefined;
	}
	const script = scriptOf(all);
	const digest = createHash("sha256").update(script).digest("hex").slice(0, 4);
	const path = `/usr/local/sbin/lvs-told-${digest}`;
	remark(
		notes,
		placeOf(first),
		`write an executable script ${path} on each director, \`#!/bin/sh\` and \`${script}\`; it runs as root, and by keepalived as keepalived_script where a machine has that user; it has 30 seconds. One that ends keepalived, so that another director takes over, ends none of ours: \`lvsctl standby\` takes a director out`,
	);
	return path;
}

function scriptOf(all: readonly ServerHooks[]): string {
	const alike = new Set(all.map(({ commands }) => JSON.stringify(commands)));
	const [one] = all;
	return alike.size === 1 && one !== undefined
		? caseScript("$1", casesOf(one))
		: caseScript(
				"$1.$2",
				all.flatMap((each) =>
					casesOf(each).map(({ word, commands }) => ({
						word: `${word}.${each.address}`,
						commands,
					})),
				),
			);
}

function casesOf({ commands }: ServerHooks): Case[] {
	return Object.entries(commands).map(([word, command]) => ({
		word,
		commands: [command],
	}));
}
