import { type Family, families } from "../../../model/family.ts";
import { sh } from "../../../ssh/shell.ts";
import type { Fact } from "./fact.ts";

/**
 * Package -> whether what it is wanted for is there. Where that is one program, that program: one that was built from
 * source will do, and the package manager need not be asked, which is slow. The others it is asked for together.
 */
export const packages: Fact<Record<string, boolean>> = {
	probe({ packages }, family) {
		const { programs } = families[family];
		const names = Object.keys(packages);
		const others = names.filter((name) => programs[name] === undefined);
		return [
			...names.flatMap((name) => {
				const program = programs[name];
				return program === undefined
					? []
					: [sh`[ ! -x ${program} ] || echo ${name}`];
			}),
			...(others.length === 0 ? [] : [installed[family](others)]),
		].join("\n");
	},
	parse({ lines }, { packages }) {
		return Object.fromEntries(
			Object.keys(packages).map((name) => [name, lines.includes(name)]),
		);
	},
};

/** Prints the names of those that are installed whole. */
const installed: Readonly<
	Record<Family, (names: readonly string[]) => string>
> = {
	debian: (names) =>
		sh`dpkg-query -W -f '\${db:Status-Status} \${Package}\\n' ${names} 2>/dev/null | sed -n 's/^installed //p'`,
	rhel: (names) => sh`rpm -q --qf '%{NAME}\\n' ${names} | grep -v ' '`,
};
