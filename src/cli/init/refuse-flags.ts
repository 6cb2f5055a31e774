import { existsSync, statSync } from "node:fs";
import { isEmpty, notRules } from "../../import/not-rules.ts";
import { readUser } from "../../model/host-leaves.ts";
import { readVip } from "../../model/leaves.ts";
import { requireFile } from "../require-file.ts";
import { UsageError } from "../usage-error.ts";
import { readAddresses } from "./choose-address.ts";
import { type Flags, isDirector } from "./flags.ts";
import { readServices } from "./read-services.ts";

/**
 * Refuses what can be known to be wrong before any host is looked at, all of it at once.
 *
 * @param folder where the project would be written
 * @returns the text of the file of rules that `--from` names; undefined where it names none
 */
export function refuseFlags(folder: string, flags: Flags): string | undefined {
	let rules: string | undefined;
	const { address, from, knownHosts, port, user, vip } = flags;
	const problems = [
		() => {
			if (statSync(folder, { throwIfNoEntry: false })?.isFile())
				throw new UsageError(`${folder}: this is a file; name a folder`);
		},
		() => {
			if (flags.package !== undefined && !existsSync(flags.package))
				throw new UsageError(`--package ${flags.package}: no such file`);
		},
		() => {
			if (knownHosts !== undefined) requireFile("--known-hosts", knownHosts);
		},
		() => {
			if (from !== undefined && from !== "-" && !isDirector(from))
				rules = requireRules(from);
		},
		() => refuseLeaf("--user", readUser, user),
		() => refuseLeaf("--vip", readVip, vip),
		() => readServices(port ?? []),
		() => readAddresses(address ?? []),
	].flatMap((check) => problemOf(check));
	if (problems.length > 0) throw new UsageError(problems.join("\n"));
	return rules;
}

function problemOf(check: () => unknown): string[] {
	try {
		check();
		return [];
	} catch (error) {
		if (error instanceof UsageError) return [error.message];
		throw error;
	}
}

function requireRules(from: string): string {
	const text = requireFile("--from", from);
	const why = isEmpty(text) ? "no rules in it" : notRules(text);
	if (why !== undefined) throw new UsageError(`--from ${from}: ${why}`);
	return text;
}

function refuseLeaf(
	flag: string,
	read: (value: unknown) => object,
	value: string | undefined,
): void {
	const found = value === undefined ? {} : read(value);
	if ("problem" in found)
		throw new UsageError(`${flag} ${value}: ${found.problem}`);
}
