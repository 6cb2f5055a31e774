import { families } from "../../model/family.ts";
import { sh } from "../shell.ts";
import type { Fact } from "./fact.ts";

/**
 * Package -> whether what it is wanted for is there: its program. One that was built from source will do, and the
 * package manager need not be asked, which is slow.
 */
export const packages: Fact<Record<string, boolean>> = {
	probe({ packages }, family) {
		return Object.keys(packages)
			.map((name) => sh`[ ! -x ${programOf(name, family)} ] || echo ${name}`)
			.join("\n");
	},
	parse({ lines }, { packages }) {
		return Object.fromEntries(
			Object.keys(packages).map((name) => [name, lines.includes(name)]),
		);
	},
};

function programOf(name: string, family: keyof typeof families): string {
	const program = families[family].programs[name];
	if (program === undefined)
		throw new Error(`family.ts names no program for package ${name}`);
	return program;
}
