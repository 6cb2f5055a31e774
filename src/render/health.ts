import { ruleKey } from "../ipvs/rule.ts";
import type { Check, Cluster, Director } from "../model/cluster.ts";
import type { Desired, DesiredCheck } from "../model/desired.ts";
import { programDirectory } from "../model/program-directory.ts";
import {
	type CheckedPlace,
	checkedPlaces,
	inertMark,
	sorryServers,
} from "./checks.ts";
import { renderTemplate } from "./template.ts";

/** What a director needs to look whether its real servers serve. Empty where no service declares a check. */
export type HealthPart = Pick<Desired, "files" | "units" | "packages"> & {
	readonly places: readonly CheckedPlace[];
	readonly checks?: NonNullable<Desired["checks"]>;
};

/**
 * The checks of a director. A keepalived of our own asks, and owns no weight: its only service is inert, with a mark that no
 * packet has. It tells our reader of each real server that fails or passes, and that lays it over the declared weights
 * (docs/decisions/0038-health.md).
 */
export function healthPart(cluster: Cluster, director: Director): HealthPart {
	const places = checkedPlaces(cluster);
	if (places.length === 0)
		return { files: {}, units: {}, packages: {}, places };
	const directory = programDirectory(cluster.name);
	const unit = `lvs-${cluster.name}-health`;
	const owner = `${cluster.name}-director`;
	const view = {
		cluster: cluster.name,
		vip: cluster.vip,
		unit,
		directorUnit: `lvs-${cluster.name}-director`,
		directory,
		owner,
		run: `/run/pulumi-lvs/${owner}`,
		kept: `/var/lib/pulumi-lvs/${owner}`,
		mark: inertMark(cluster),
		every: Math.min(...places.map(({ check }) => check.everySeconds)),
		// the slowest must have been able to answer twice, as a machine that has just booted is busy
		patience: Math.ceil(
			2 * Math.max(...places.map(({ check }) => slowest(check))) + 3,
		),
		places: places.map((place) => ({
			number: place.number,
			address: place.address,
			block: blockOf(place, cluster, director),
		})),
	};
	const file = (template: string, mode: string, restarts = true) => ({
		content: renderTemplate(
			`director/usr/local/lib/pulumi-lvs/${template}`,
			view,
		),
		mode,
		...(restarts ? { restarts: unit } : {}),
	});
	return {
		places,
		packages: { keepalived: "installed" },
		files: {
			[`${directory}/health.conf`]: file("health.conf", "644"),
			[`${directory}/health`]: file("health", "755"),
			[`${directory}/checks`]: {
				content: checksText(places, cluster),
				mode: "644",
				restarts: unit,
			},
			[`/etc/systemd/system/${unit}.service`]: {
				content: renderTemplate(
					"director/etc/systemd/system/lvs-health.service",
					view,
				),
				mode: "644",
				restarts: unit,
			},
		},
		units: { [unit]: "enabled active" },
		checks: Object.fromEntries(
			places.map((place) => [place.place, describe(place, cluster)]),
		),
	};
}

/** A failing real server is out after at most so many seconds. */
export function slowest({ everySeconds, timeoutSeconds, failures }: Check) {
	return everySeconds * failures + timeoutSeconds;
}

function describe(place: CheckedPlace, cluster: Cluster): DesiredCheck {
	const { check, mark, rules } = place;
	return {
		realServer: place.name,
		asks: inWords(check, mark === undefined ? place.address : cluster.vip),
		...(mark === undefined ? {} : { probe: `-f ${mark}` }),
		outSeconds: slowest(check),
		rules: rules.map(({ rule }) => ruleKey(rule)),
	};
}

function inWords({ asks, port }: Check, address: string): string {
	switch (asks.kind) {
		case "tcp":
			return `connect to ${address}:${port}`;
		case "http":
		case "https":
			return `GET ${asks.kind}://${address}:${port}${asks.path}${asks.hostName === undefined ? "" : ` as ${asks.hostName}`}: ${asks.status.join(", ")}${asks.text === undefined ? "" : `, with ${JSON.stringify(asks.text)}`}`;
		case "dns":
			return `${asks.recordType} of ${asks.name} from ${address}:${port}`;
		case "command":
			return `${asks.path} ${address} ${port} as ${asks.runAs}`;
	}
}

/** What the reader and the script of the director know of the checks, one fact in a line. */
function checksText(places: readonly CheckedPlace[], cluster: Cluster): string {
	const pools = sorryServers(cluster).map(
		({ service, server, below, backFrom }) =>
			`pool ${service} ${below} ${backFrom} ${server}`,
	);
	const checks = places.flatMap(
		({ number, place, definition, mark, rules }) => [
			`check ${number} ${place} ${definition}`,
			...(mark === undefined ? [] : [`probe ${number} -f ${mark}`]),
			...rules.map(({ rule, failing }) => {
				const [service, server] = ruleKey(rule).split(" -r ");
				return `rule ${number} ${failing === "deleted" ? "out" : "0"} ${service} ${server}`;
			}),
		],
	);
	return [...checks, ...pools].map((line) => `${line}\n`).join("");
}

/** One real server in the words of keepalived. Each option stands on a line of its own, as it reads the rest of a line as one value. */
function blockOf(
	place: CheckedPlace,
	cluster: Cluster,
	director: Director,
): string {
	const { asks, port, timeoutSeconds, failures, everySeconds } = place.check;
	const times = [
		`retry ${failures - 1}`,
		// counted from the end of a try: after one that took all its time the next begins at once
		`delay_before_retry ${Math.max(everySeconds - timeoutSeconds, 0.1)}`,
		`delay_loop ${everySeconds}`,
	];
	const way = [
		`connect_ip ${cluster.vip}`,
		`connect_port ${port}`,
		// else the VIP would be the source, and no answer would come back
		`bindto ${director.address}`,
		`fwmark ${place.mark}`,
		`connect_timeout ${timeoutSeconds}`,
		...times,
	];
	switch (asks.kind) {
		case "tcp":
			return block("TCP_CHECK", way);
		case "http":
		case "https":
			return block(asks.kind === "http" ? "HTTP_GET" : "SSL_GET", [
				...(asks.kind === "https" && asks.hostName !== undefined
					? ["enable_sni"]
					: []),
				"url {",
				...indented([
					`path ${asks.path}`,
					...(asks.hostName === undefined
						? []
						: [`virtualhost ${asks.hostName}`]),
					`status_code ${asks.status.join(" ")}`,
					...(asks.text === undefined
						? []
						: [`regex ${quoted(literal(asks.text))}`]),
				]),
				"}",
				...way,
			]);
		case "dns":
			return block("DNS_CHECK", [
				`type ${asks.recordType}`,
				`name ${asks.name}`,
				...way,
			]);
		case "command":
			return block("MISC_CHECK", [
				`misc_path "${asks.path} ${place.address} ${port}"`,
				`misc_timeout ${Math.ceil(timeoutSeconds)}`,
				`user ${asks.runAs}`,
				...times,
			]);
	}
}

function block(name: string, lines: readonly string[]): string {
	return [`${name} {`, ...indented(lines), "}"]
		.map((line) => `\t\t${line}`)
		.join("\n");
}

function indented(lines: readonly string[]): string[] {
	return lines.map((line) => `\t${line}`);
}

/** Text as a regular expression that matches it alone. */
function literal(text: string): string {
	return text.replace(/[\\^$.*+?()[\]{}|#]/g, "\\$&");
}

/** A word of keepalived's configuration, in which a backslash escapes. */
function quoted(text: string): string {
	return `"${text.replace(/[\\"]/g, "\\$&")}"`;
}
