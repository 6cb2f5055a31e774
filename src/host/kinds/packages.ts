import { type Family, families } from "../../model/family.ts";
import { sh } from "../../ssh/shell.ts";
import type { Actions, Kind } from "./kind.ts";
import { liveEach } from "./live-each.ts";
import { localKeys } from "./local-keys.ts";
import { oneFor } from "./one-for.ts";

/**
 * Packages of the distribution. What counts is what a package is wanted for. Where that is one program, that program: one that was
 * built from source will do, and the package manager need not be asked, which is slow. The others it is asked for together.
 */
export const packages: Kind<"packages"> = {
	title: "package",
	localise: localKeys,
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
	plan({ desired, observed }) {
		const missing = Object.keys(desired.packages).filter(
			(name) => !observed.packages[name],
		);
		return {
			steps: {
				install: oneFor(missing, (packages) => ({
					kind: "install",
					packages,
					because: "not installed",
				})),
			},
		};
	},
	noted: {
		found: (name, { observed }) =>
			observed.packages[name] ? "installed" : "missing",
		untilDropped: false,
	},
	takenBackBy: "steps",
	// a package stays: others may have come to need it (decision 7)
	giveBack: () => ({}),
	left: (found, observed) =>
		Object.entries(found)
			.filter(([name, was]) => was === "missing" && observed.packages[name])
			.map(([name]) => `package ${name}: others may have come to need it`),
	live: ({ declared, observed }) =>
		liveEach(declared.packages, observed.family, (name) =>
			observed.packages[name] ? "installed" : undefined,
		),
};

export const packageSteps: Actions<"install"> = {
	install: {
		describe: ({ packages }) => `install ${packages.join(" ")}`,
		render: ({ packages }, family) => install(packages, family),
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

function install(packages: readonly string[], family: Family): string {
	// outside the process group that a lost session ends: a package manager must not be cut in the middle; it has a lock
	// of its own, and ours is not for what a package's scripts leave running
	if (family === "rhel")
		return sh`{ setsid -w dnf -y -q install ${packages} || setsid -w yum -y -q install ${packages}; } 9>&- >&2`;
	const get = sh`DEBIAN_FRONTEND=noninteractive setsid -w apt-get -q -y -o DPkg::Lock::Timeout=300 --no-install-recommends install ${packages}`;
	return `{ ${get} || { setsid -w apt-get -q update && ${get}; }; } 9>&- >&2`;
}
