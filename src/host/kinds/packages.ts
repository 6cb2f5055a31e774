import { type Family, families } from "../../model/family.ts";
import { type RawShell, sh } from "../../ssh/shell.ts";
import type { Actions, Kind } from "./kind.ts";
import { liveLocal } from "./live-local.ts";
import { localKeys } from "./local-keys.ts";
import { oneFor } from "./one-for.ts";
import { shellFunction } from "./shell-function.ts";
import { stepsWith } from "./steps-with.ts";

/**
 * Packages of the distribution. Where we need a package for one program, only that program is looked for: a copy built from
 * source will do, and we need not ask the package manager, which is slow. About the other packages we ask it once, together.
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
		const { comeFirst } = families[observed.family];
		const install = (packages: readonly string[]) =>
			oneFor(packages, (packages) => ({
				kind: "install",
				packages,
				because: "not installed",
			}));
		return {
			steps: {
				install: [
					...install(missing.filter((name) => comeFirst.includes(name))),
					...install(missing.filter((name) => !comeFirst.includes(name))),
				],
			},
		};
	},
	noted: {
		found: (name, { observed }) =>
			observed.packages[name] ? "installed" : "missing",
		untilDropped: false,
	},
	takenBackBy: "steps",
	// packages stay installed, as others may have come to need them (decision 7)
	giveBack: () => ({}),
	left: (found, observed) =>
		Object.entries(found)
			.filter(([name, was]) => was === "missing" && observed.packages[name])
			.map(([name]) => `package ${name}: others may have come to need it`),
	live: ({ declared, observed }) =>
		liveLocal(declared.packages, observed.family, (name) =>
			observed.packages[name] ? "installed" : undefined,
		),
};

/** Seconds for which apt waits for another one, for its lock on dpkg and for the others. */
const aptSeconds = 300;

/**
 * Runs apt, and again while another one has its lists or its downloads, as apt-daily has on a fresh machine. `DPkg::Lock::Timeout` is for the locks of dpkg
 * alone: for these, apt ends at once (seen with 2.6.1).
 */
export const patientApt = shellFunction(
	"patient_apt",
	{},
	() => `# command of apt...
	apt_said=$(mktemp) || return
	apt_waited=0
	while
		"$@" 2>"$apt_said"
		apt_exit=$?
		[ $apt_exit != 0 ] && [ $apt_waited -lt ${aptSeconds} ] && grep -qE 'Could not get lock [^ ]*/(lists|archives)/lock' "$apt_said"
	do
		[ $apt_waited != 0 ] || echo "another apt is at work: waiting for it, up to ${aptSeconds} s" >&2
		sleep 3
		apt_waited=$((apt_waited + 3))
	done
	cat "$apt_said" >&2
	rm -f "$apt_said"
	return $apt_exit`,
);

export const packageSteps: Actions<"install"> = stepsWith(
	{ patientApt },
	(call) => ({
		install: {
			describe: ({ packages }) => `install ${packages.join(" ")}`,
			render: ({ packages }, family) =>
				install(packages, family, call.patientApt),
			// a package manager downloads, and may wait for another one
			seconds: () => 720 + 2 * aptSeconds,
		},
	}),
);

/** Shell text that prints the names of those packages that are fully installed. */
const installed: Readonly<
	Record<Family, (names: readonly string[]) => string>
> = {
	debian: (names) =>
		sh`dpkg-query -W -f '\${db:Status-Status} \${Package}\\n' ${names} 2>/dev/null | sed -n 's/^installed //p'`,
	rhel: (names) => sh`rpm -q --qf '%{NAME}\\n' ${names} | grep -v ' '`,
};

function install(
	packages: readonly string[],
	family: Family,
	patient: RawShell,
): string {
	// setsid: a lost session ends its process group, but a package manager must not be cut in the middle. It has its own lock,
	// and programs that a package starts must not hold ours (descriptor 9).
	if (family === "rhel")
		return sh`{ setsid -w dnf -y -q install ${packages} || setsid -w yum -y -q install ${packages}; } 9>&- >&2`;
	// a configuration file that is there already, or was edited, stays: dpkg would ask, get no answer, and leave the package half installed
	// and a package that conflicts with one of ours, as arping does with iputils-arping, is not removed for it: somebody may have it in use
	const get = sh`${patient} env DEBIAN_FRONTEND=noninteractive setsid -w apt-get -q -y -o DPkg::Lock::Timeout=${aptSeconds} -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold --no-remove --no-install-recommends install ${packages}`;
	// -s only tells what apt would do, in words for programs
	const inTheWay = sh`{ apt-get -q -s --no-install-recommends install ${packages} 2>/dev/null | sed -n 's/^Remv \\([^ ]*\\).*/\\1 is in the way, and is not removed for you. If nobody needs it: apt-get remove \\1/p'; false; }`;
	const update = sh`${patient} setsid -w apt-get -q update`;
	return `{ ${get} || { ${update} && ${get}; } || ${inTheWay}; } 9>&- >&2`;
}
