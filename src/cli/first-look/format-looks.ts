import { machineLabel } from "../../ssh/host-label.ts";
import { drainProblems } from "../status/drain-problems.ts";
import { differs, isAway, type Look } from "./look-first.ts";

/** How many differences of one host are printed. `lvsctl status` prints all. */
const most = 8;

/**
 * The result of the look before `up` or `preview`, as lines for people.
 *
 * @param onlyShows whether nothing is repaired.
 */
export function formatLooks(
	looks: readonly Look[],
	{ onlyShows }: { readonly onlyShows: boolean },
): string[] {
	if (looks.length === 0) return [];
	const seen = looks.filter((look) => !isAway(look));
	const drifted = seen.filter(differs);
	const one = namesOf(drifted).length === 1;
	// a host that is refused is not repaired either
	const refuses = drifted.some(({ refused }) => refused.length > 0);
	const will = refuses ? "refuse" : "repair";
	const found =
		drifted.length === 0
			? "as declared in the last up"
			: `${namesOf(drifted).join(", ")} ${one ? "is" : "are"} not as the last up left ${one ? "it" : "them"}; up ${onlyShows ? `would ${will}` : `${will}s`}`;
	return [
		...(seen.length === 0 ? [] : [`${machines(seen)} looked at: ${found}`]),
		...drifted.flatMap(driftOf),
		...seen.flatMap(({ failing }) => failing.map((line) => `  ${line}`)),
		// a machine in several roles has one clock, and one web server
		...new Set(
			seen.flatMap(({ host, faults }) =>
				faults.map((line) => `  ${host.name}: ${line}`),
			),
		),
		...drainProblems(
			looks.map((look) => ({ host: look.host, found: look })),
		).map((line) => `  ${line}`),
		...awayLines(looks),
	];
}

/** The hosts that could not be looked at, each once, with the reason; undefined where there is none. */
export function notLookedAt(looks: readonly Look[]): string | undefined {
	const names = namesOf(looks.filter(isAway));
	return names.length === 0
		? undefined
		: `${names.join(", ")} ${names.length === 1 ? "was" : "were"} not looked at`;
}

/** Why hosts could not be looked at, a line for each. */
export function awayLines(looks: readonly Look[]): string[] {
	return [
		...new Set(
			looks.flatMap(({ host: { name }, unseen }) =>
				unseen === undefined ? [] : [`${name}: not looked at: ${unseen}`],
			),
		),
	];
}

/** The differences on one host. If there are many, only the first ones. */
export function driftOf(look: Look): string[] {
	const { drift, refused } = look;
	const rest = drift.length - most;
	return [
		`  ${called(look)}:`,
		...drift.slice(0, most).map((line) => `    ${line}`),
		...(rest > 0 ? [`    and ${rest} more: lvsctl status`] : []),
		...refused.map((line) => `    up refuses: ${line}`),
	];
}

function called({ host: { component, role, name } }: Look): string {
	return `${component} ${role} ${name}`;
}

function namesOf(looks: readonly Look[]): string[] {
	return [...new Set(looks.map(({ host }) => host.name))].sort((one, other) =>
		one.localeCompare(other, "en", { numeric: true }),
	);
}

/** The number of machines: a machine in several roles counts once. */
function machines(looks: readonly Look[]): string {
	const { size } = new Set(
		looks.map(({ host }) => machineLabel(host.connection)),
	);
	return size === 1 ? "1 host" : `${size} hosts`;
}
