import { RemoteError } from "../errors.ts";
import type { Desired } from "../model/desired.ts";
import {
	type Family,
	families,
	familyNames,
	localise,
} from "../model/family.ts";
import { addresses } from "./facts/addresses.ts";
import { files } from "./facts/files.ts";
import { ipvs } from "./facts/ipvs.ts";
import { modules } from "./facts/modules.ts";
import { packages } from "./facts/packages.ts";
import { sysctls } from "./facts/sysctls.ts";
import { units } from "./facts/units.ts";
import { exits, lock } from "./lock.ts";
import { type HostRecord, parseRecord, recordDirectory } from "./record.ts";
import type { Execution, Session } from "./session.ts";
import { sh } from "./shell.ts";

const facts = { packages, modules, files, units, sysctls, addresses, ipvs };

type Facts = {
	readonly [Name in keyof typeof facts]: ReturnType<
		(typeof facts)[Name]["parse"]
	>;
};

/** What one look at a host found, in the names of its family. */
export interface Observed extends Facts {
	readonly family: Family;
	/** Changes with every apply of ours on this host; empty before the first since boot. */
	readonly generation: string;
	/** What we noted on the host before we first touched it; undefined: never touched, or already returned. */
	readonly record: HostRecord | undefined;
}

/** Looks at a host: one remote execution that changes nothing. */
export async function observe(
	session: Session,
	owner: string,
	desired: Desired,
): Promise<Observed> {
	const execution = await session.run(
		`${lock("shared")}\n${lookScript(owner, desired)}`,
		{ doing: "observe", timeoutSeconds: 90 },
	);
	return parseLook(session.host, execution, desired);
}

/** The look itself, to be run under a lock: the family first, then what must be looked at in that family's names. */
export function lookScript(owner: string, desired: Desired): string {
	const cases = familyNames.map((family) => {
		const local = localise(desired, family);
		const probes = Object.entries(facts).map(
			([name, fact]) => `echo "@${name}"\n${fact.probe(local, family)}`,
		);
		const patterns = families[family].identifiers.map(
			(word) => `*" ${word} "*`,
		);
		return `${patterns.join(" | ")})
echo "@family"; echo ${family}
${probes.join("\n")}
;;`;
	});
	return sh`[ ! -r /etc/os-release ] || . /etc/os-release
echo "@generation"; [ ! -e /run/pulumi-lvs/generation ] || cat /run/pulumi-lvs/generation
echo "@record"; [ ! -e ${recordDirectory(owner)}/record.json ] || cat ${recordDirectory(owner)}/record.json
`.concat(`case " \${ID-} \${ID_LIKE-} " in
${cases.join("\n")}
*) echo "@unsupported"; echo "\${PRETTY_NAME-without /etc/os-release}" ;;
esac
echo "@end"
`);
}

/** @throws RemoteError where the look did not come to its end. */
export function parseLook(
	host: string,
	execution: Execution,
	desired: Desired,
): Observed {
	const sections = new Map<string, string[]>();
	let lines: string[] = [];
	for (const line of execution.stdout.split("\n")) {
		if (/^@[a-z]+$/.test(line)) {
			lines = [];
			sections.set(line.slice(1), lines);
		} else if (line !== "") lines.push(line);
	}
	const section = (name: string) => sections.get(name) ?? [];
	if (execution.exit === exits.locked)
		throw new RemoteError({
			host,
			doing: "lock the host",
			saw: `another operation holds it: ${section("holder").join(" ")}`,
			advice:
				"Wait for it to end, then run again. The lock ends with the process that holds it, also after a lost connection.",
		});
	const unsupported = section("unsupported")[0];
	if (unsupported !== undefined)
		throw new RemoteError({
			host,
			doing: "observe",
			saw: `the operating system is ${unsupported}`,
			advice: `Known families: ${familyNames.join(", ")}.`,
		});
	const family = section("family")[0] as Family | undefined;
	if (family === undefined || !sections.has("end"))
		throw new RemoteError({
			host,
			doing: "observe",
			saw: `exit ${execution.exit}${tail(execution.stderr)}`,
		});
	const local = localise(desired, family);
	const found = Object.fromEntries(
		Object.entries(facts).map(([name, fact]) => [
			name,
			fact.parse(section(name), local),
		]),
	) as Facts;
	return {
		...found,
		family,
		generation: section("generation").join(""),
		record: parseRecord(section("record").join("\n")),
	};
}

/** The last lines of standard error, for a message. */
export function tail(stderr: string): string {
	const lines = stderr.trimEnd().split("\n").slice(-5).join("\n    ");
	return lines === "" ? "" : `:\n    ${lines}`;
}
