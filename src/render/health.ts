import type { Cluster, Director } from "../model/cluster.ts";
import { defaults } from "../model/defaults.ts";
import type { Desired } from "../model/desired.ts";
import { familyName } from "../model/host-text.ts";
import { ownerOf } from "../model/owner.ts";
import { programDirectory } from "../model/program-directory.ts";
import { recordDirectory } from "../model/record-directory.ts";
import { runDirectory } from "../model/run-directory.ts";
import { caFile, isAsked } from "./asked.ts";
import { checkBlock, looksForText } from "./check-block.ts";
import type { CheckedPlace } from "./checked-place.ts";
import { checkedPlaces } from "./checked-places.ts";
import { checksText } from "./checks-text.ts";
import { desiredCheck } from "./desired-check.ts";
import type { Draft } from "./draft.ts";
import { inertMark } from "./inert-mark.ts";
import { unheardSeconds } from "./out-seconds.ts";
import { renderTemplate } from "./template.ts";

/** The parts of a director that check its real servers. Empty if no service declares a check. */
export type HealthPart = Required<
	Pick<Draft, "files" | "units" | "packages">
> & {
	readonly places: readonly CheckedPlace[];
	/** Whether the weight of a real server that passes again rises slowly. */
	readonly rises: boolean;
	/** Whether keepalived is to look for a text in a page. */
	readonly texts: boolean;
	readonly checks?: NonNullable<Desired["checks"]>;
	/** Programs of the operator: path -> the key that names it. */
	readonly programs: Readonly<Record<string, string>>;
	/** The users who run them, other than the usual one: user -> the key that names it. */
	readonly runAs: Readonly<Record<string, string>>;
	/** Programs that keepalived runs as root. */
	readonly asRoot: readonly string[];
};

/**
 * The checks of a director. A keepalived of our own asks. It changes no weights: its only service is inert, with a mark that no packet has. It tells our reader
 * of each real server that fails or passes, and the reader lays the result over the declared weights (docs/decisions/0038-health.md).
 */
export function healthPart(cluster: Cluster, director: Director): HealthPart {
	const places = checkedPlaces(cluster);
	if (places.length === 0)
		return {
			...{ files: [], units: [], packages: [], places, rises: false },
			...{ texts: false, programs: {}, runAs: {}, asRoot: [] },
		};
	const directory = programDirectory(cluster.name);
	const unit = `lvs-${cluster.name}-health`;
	const owner = ownerOf({ component: cluster.name, role: "director" });
	const asked = places.filter(({ check }) => isAsked(check));
	const trusted = asked.flatMap(({ check: { asks } }) =>
		asks.kind === "https" && asks.verify !== undefined ? [asks.verify] : [],
	);
	const rises = places.some(({ rules }) =>
		rules.some(({ slowStartSeconds }) => slowStartSeconds > 0),
	);
	const view = {
		cluster: cluster.name,
		vip: cluster.vip,
		address: director.address,
		asked: asked.length > 0,
		rises,
		tells: places.some(({ told }) => told.length > 0),
		unit,
		directorUnit: `lvs-${cluster.name}-director`,
		directory,
		run: runDirectory(owner),
		kept: recordDirectory(owner),
		mark: inertMark(cluster),
		every: Math.min(...places.map(({ check }) => check.everySeconds)),
		// each place has its own; after this all have had theirs
		patience: Math.max(...places.map(({ check }) => unheardSeconds(check))),
		places: places.map((place) => ({
			number: place.number,
			address: place.address,
			block: checkBlock(place, cluster, director),
		})),
	};
	const file = (template: string, mode: string) => ({
		path: `${directory}/${template}`,
		content: renderTemplate(
			`director/usr/local/lib/pulumi-lvs/${template}`,
			view,
		),
		mode,
		readBy: "others" as const,
		restarts: unit,
	});
	return {
		places,
		rises,
		texts: places.some(({ check }) => looksForText(check)),
		programs: Object.fromEntries(
			places.flatMap(({ told, check: { asks } }) => [
				...told.map((path) => [path, "check.tell"]),
				...(asks.kind === "command" ? [[asks.path, "check.command"]] : []),
			]),
		),
		runAs: Object.fromEntries(
			places.flatMap(({ check: { asks } }) =>
				asks.kind === "command" && asks.runAs !== defaults.checkUser
					? [[asks.runAs, "check.runAs"]]
					: [],
			),
		),
		asRoot: [
			`${directory}/health`,
			...new Set(
				places.flatMap(({ check: { asks } }) =>
					asks.kind === "command" && asks.runAs === "root" ? [asks.path] : [],
				),
			),
		],
		packages: [
			"keepalived",
			...(asked.length > 0 ? [familyName("perl")] : []),
			...(trusted.length > 0 ? ["curl"] : []),
			...(trusted.some(({ ca }) => ca === undefined)
				? ["ca-certificates"]
				: []),
		],
		files: [
			file("health.conf", "644"),
			file("health", "755"),
			...(asked.length > 0 ? [file("ask", "755")] : []),
			...[...new Set(trusted.flatMap(({ ca }) => ca ?? []))].map((ca) => ({
				path: caFile(cluster, ca),
				content: ca,
				mode: "644",
				readBy: "others" as const,
			})),
			{
				path: `${directory}/checks`,
				content: checksText(places, cluster),
				mode: "644",
				readBy: "our unit",
				restarts: unit,
			},
			{
				path: `/etc/systemd/system/${unit}.service`,
				content: renderTemplate(
					"director/etc/systemd/system/lvs-health.service",
					view,
				),
				mode: "644",
				readBy: "systemd",
				restarts: unit,
			},
		],
		units: [{ unit, state: "enabled active" }],
		checks: Object.fromEntries(
			places.map((place) => [place.place, desiredCheck(place, cluster)]),
		),
	};
}
