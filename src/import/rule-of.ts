import { wayOfRule } from "../ipvs/forwarding.ts";
import { ipvsadmDefaults } from "../ipvs/ipvsadm-defaults.ts";
import {
	serverOptions,
	serviceOptions,
	written,
} from "../ipvs/ipvsadm-options.ts";
import { methodIn } from "../ipvs/parse-rule.ts";
import {
	type Match,
	type Rule,
	type TunnelRule,
	usualPort,
} from "../ipvs/rule.ts";
import { matchOfMark, ruleAddress } from "../model/written-address.ts";
import type { Arguments } from "./read-arguments.ts";
import { readEndpoint } from "./read-endpoint.ts";
import { noIpv6, noPlaceFor, noSctp, undeclarable } from "./undeclarable.ts";

const services = [
	"tcp-service",
	"udp-service",
	"sctp-service",
	"fwmark-service",
];
const ofServices: readonly string[] = [...serviceOptions, "ipv6"];
const ofServers: readonly string[] = [
	...serverOptions.filter(
		(name) => name !== "tun-csum" && name !== "tun-remcsum",
	),
	...["real-server", "ipv6"],
];

/** The rule that a call adds, by `-A` or `-a`. A string says why it cannot be declared. */
export function ruleOf(given: Arguments): Rule | string {
	const isServer = given.has("add-server");
	const match = readMatch(given);
	if (typeof match === "string") return match;
	const known = isServer ? ofServers : ofServices;
	const others = [...given].filter(
		([name]) =>
			!/^add-/.test(name) && !services.includes(name) && !known.includes(name),
	);
	if (others.length > 0)
		return noPlaceFor(
			others.map(([name, value]) => `${written(name)} ${value}`.trim()),
		);
	const read = numbers(given);
	if (typeof read === "string") return read;
	const rule = isServer
		? serverOf(given, match, read)
		: serviceOf(given, match, read);
	return typeof rule === "string" ? rule : (undeclarable(rule) ?? rule);
}

const numeric = [
	...["persistent", "weight", "u-threshold", "l-threshold", "tun-port"],
];

/** The values that are numbers. A string names a value that is no number. */
function numbers(given: Arguments): ReadonlyMap<string, number> | string {
	const texts = numeric
		.map((name) => [name, given.get(name) ?? ""] as const)
		.filter(([, text]) => text !== "");
	const bad = texts.find(([, text]) => !/^\d{1,15}$/.test(text));
	return bad === undefined
		? new Map(texts.map(([name, text]) => [name, Number(text)]))
		: `${written(bad[0])} takes a number, and "${bad[1]}" is none`;
}

function readMatch(given: Arguments): Match | string {
	const name = services.find((each) => given.has(each));
	const target = name === undefined ? undefined : given.get(name);
	if (target === undefined)
		return "it names no service; write it after -t, -u or -f";
	if (name === "fwmark-service") {
		if (!/^\d+$/.test(target))
			return `a mark is a number, and "${target}" is none`;
		return given.has("ipv6") ? noIpv6 : matchOfMark(Number(target));
	}
	if (given.has("ipv6")) return noIpv6;
	const endpoint = readEndpoint(target);
	if (endpoint === noIpv6) return noIpv6;
	if (name === "sctp-service") return noSctp;
	return typeof endpoint === "string"
		? endpoint
		: {
				protocol: name === "udp-service" ? "udp" : "tcp",
				address: ruleAddress(endpoint.address),
				port: endpoint.port ?? 0,
			};
}

function serviceOf(
	given: Arguments,
	match: Match,
	read: ReadonlyMap<string, number>,
): Rule | string {
	const mask = given.get("netmask");
	if (mask !== undefined && !given.has("persistent"))
		return "-M does nothing without -p; leave it out, or write both";
	return {
		kind: "service",
		match,
		scheduler: given.get("scheduler") ?? ipvsadmDefaults.scheduler,
		persistence: given.has("persistent")
			? {
					seconds: read.get("persistent") ?? ipvsadmDefaults.persistentSeconds,
					mask,
				}
			: undefined,
		onePacket: given.has("ops"),
		flags: given.get("sched-flags")?.split(",") ?? [],
		others: [],
	};
}

function serverOf(
	given: Arguments,
	service: Match,
	read: ReadonlyMap<string, number>,
): Rule | string {
	const target = given.get("real-server");
	if (target === undefined) return "it names no real server; write it after -r";
	const endpoint = readEndpoint(target);
	if (typeof endpoint === "string") return endpoint;
	const method = methodIn(given);
	const tunnel = tunnelOf(given, read.get("tun-port"));
	if (typeof tunnel === "string") return tunnel;
	if (tunnel !== undefined && !wayOfRule({ method }).tunnels)
		return "it has the options of a tunnel without -i; add that, or leave them out";
	return {
		kind: "server",
		service,
		address: ruleAddress(endpoint.address),
		port: endpoint.port ?? usualPort(service),
		method,
		weight: read.get("weight") ?? ipvsadmDefaults.weight,
		tunnel,
		upper: read.get("u-threshold") ?? ipvsadmDefaults.threshold,
		lower: read.get("l-threshold") ?? ipvsadmDefaults.threshold,
		others: [],
	};
}

function tunnelOf(
	given: Arguments,
	port: number | undefined,
): TunnelRule | string | undefined {
	const type = given.get("tun-type");
	if (type === undefined)
		return given.has("tun-port") || given.has("tun-nocsum")
			? "it has options of a tunnel without --tun-type; add that, or leave them out"
			: undefined;
	if (type === "gue" && port === undefined)
		return "--tun-type gue needs --tun-port";
	return { type, port, checksum: undefined };
}
