import { existsSync } from "node:fs";
import type { Imported } from "../../import/declare-rules.ts";
import { readUser } from "../../model/host-leaves.ts";
import { readVip } from "../../model/leaves.ts";
import { foundAt } from "../found-at.ts";
import { requireFile } from "../require-file.ts";
import { UsageError } from "../usage-error.ts";
import { readAddresses } from "./choose-address.ts";
import { type Flags, isDirector } from "./flags.ts";
import { readServices } from "./read-services.ts";
import { declareFrom } from "./taken-over.ts";

/**
 * Refuses everything that is known to be wrong before any host is looked at, all of it at once.
 *
 * @param folder where the project would be written
 * @returns the clusters from the rules in the file that `--from` names. Undefined if it names no file
 */
export function refuseFlags(
	folder: string,
	flags: Flags,
): Imported | undefined {
	let file: Imported | undefined;
	const { address, from, knownHosts, port, user, vip } = flags;
	const markVip = "value" in readVip(vip) ? vip : undefined;
	const problems = [
		() => {
			if (foundAt(folder)?.isFile())
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
				file = declareFrom(
					from,
					{ kind: "text", text: requireFile("--from", from) },
					markVip,
				);
		},
		() => refuseLeaf("--user", readUser, user),
		() => refuseLeaf("--vip", readVip, vip),
		() => readServices(port ?? []),
		() => readAddresses(address ?? []),
	].flatMap((check) => problemOf(check));
	if (problems.length > 0) throw new UsageError(problems.join("\n"));
	return file;
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

function refuseLeaf(
	flag: string,
	read: (value: unknown) => object,
	value: string | undefined,
): void {
	const found = value === undefined ? {} : read(value);
	if ("problem" in found)
		throw new UsageError(`${flag} ${value}: ${found.problem}`);
}
