import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import { declareRules } from "../../../src/import/declare-rules.ts";
import { readRules } from "../../../src/import/read-rules.ts";
import { logicalLines } from "../../../src/import/script/logical-lines.ts";
import { ruleLine } from "../../../src/ipvs/command.ts";
import type { ServerRule, ServiceRule } from "../../../src/ipvs/rule.ts";
import { clusterDoor } from "../../../src/model/cluster-door.ts";
import { rulesOf } from "../../../src/render/rules.ts";

/** The rules of what is declared, when what rules do not tell is filled in. */
function declaredLines(text: string) {
	const { clusters, unread } = declareRules(readRules(text));
	const lines = clusters.flatMap(({ realServers, ...cluster }) => {
		const model = clusterDoor.parse("web", {
			...cluster,
			directors: { lb: { host: { address: "lb" }, address: "10.0.0.254" } },
			realServers: Object.fromEntries(
				Object.entries(realServers).map(([name, server]) => [
					name,
					{ ...server, host: { address: name } },
				]),
			),
		});
		return rulesOf(model).map(ruleLine);
	});
	return { lines: lines.sort(), unread };
}

/** What all real servers of a service have in common. */
const way = fc.oneof(
	fc.record({
		method: fc.constant("m" as const),
		port: fc.integer({ min: 1, max: 65535 }),
	}),
	fc.record({ method: fc.constantFrom("g" as const, "i" as const) }),
);
const server = fc.record({
	weight: fc.integer({ min: 1, max: 65535 }),
	threshold: fc.option(
		fc.record({
			upper: fc.integer({ min: 120, max: 5000 }),
			lower: fc.integer({ min: 0, max: 120 }),
		}),
	),
});
const service = fc.record({
	protocol: fc.constantFrom("tcp" as const, "udp" as const),
	vip: fc.constantFrom("10.0.0.1", "10.0.0.2"),
	port: fc.integer({ min: 22, max: 65535 }),
	scheduler: fc.constantFrom("rr", "wrr", "lc", "wlc", "sed", "nq"),
	seconds: fc.option(fc.integer({ min: 1, max: 2678400 })),
	mask: fc.constantFrom(undefined, "255.255.255.0", "255.255.0.0"),
	way,
	servers: fc.dictionary(
		fc.constantFrom("10.0.0.11", "10.0.0.12", "10.0.0.13"),
		server,
		{ minKeys: 1 },
	),
});
const tunnel = fc.constantFrom(
	{ type: "ipip", port: undefined, checksum: undefined },
	{ type: "gre", port: undefined, checksum: "nocsum" },
	{ type: "gue", port: 6080, checksum: "nocsum" },
);

/** The lines of a table that a declaration can say: one tunnel, and in each service one way. */
const table = fc
	.record({
		tunnel,
		services: fc.uniqueArray(service, {
			minLength: 1,
			maxLength: 4,
			selector: ({ protocol, vip, port }) => `${protocol} ${vip} ${port}`,
		}),
	})
	.map(({ tunnel, services }) =>
		services.flatMap(({ protocol, vip, port, way, servers, ...settings }) => {
			const match = {
				...{ protocol, port },
				address: { family: 4 as const, text: vip },
			};
			const rule: ServiceRule = {
				...{ kind: "service", match, flags: [], others: [], onePacket: false },
				scheduler: settings.scheduler,
				persistence:
					settings.seconds === null
						? undefined
						: { seconds: settings.seconds, mask: settings.mask },
			};
			const rules = Object.entries(servers).map(
				([text, { weight, threshold }]): ServerRule => ({
					...{ kind: "server", service: match, weight, others: [] },
					address: { family: 4, text },
					method: way.method,
					port: "port" in way ? way.port : port,
					tunnel: way.method === "i" ? tunnel : undefined,
					upper: threshold?.upper ?? 0,
					lower: threshold?.lower ?? 0,
				}),
			);
			return [rule, ...rules].map(ruleLine);
		}),
	);

/** One rule as people write it. */
interface Spelling {
	readonly before: string;
	readonly after: string;
	readonly long: boolean;
	/** The options turn by so many. */
	readonly turned: number;
}

const spelling: fc.Arbitrary<Spelling> = fc.record({
	before: fc.constantFrom("", "ipvsadm ", "sudo /sbin/ipvsadm "),
	after: fc.constantFrom("", " # old", "\r"),
	long: fc.boolean(),
	turned: fc.nat(6),
});

const longNames: Readonly<Record<string, string>> = {
	"-A": "--add-service",
	"-a": "--add-server",
	"-t": "--tcp-service",
	"-u": "--udp-service",
	"-s": "--scheduler",
	"-p": "--persistent",
	"-M": "--netmask",
	"-r": "--real-server",
	"-w": "--weight",
	"-m": "--masquerading",
};

function spelt(line: string, how: Spelling): string {
	const options = line
		.split(/ (?=-)/)
		.map((option) => option.split(" "))
		.map(([name = "", ...value]) =>
			[how.long ? (longNames[name] ?? name) : name, ...value].join(" "),
		);
	const at = how.turned % options.length;
	return `${how.before}${[...options.slice(at), ...options.slice(0, at)].join(" ")}${how.after}`;
}

/** Damage of a line: a place in it, as a part of its length, and what happens there. */
const damage = fc.record({
	line: fc.nat(),
	at: fc.double({ min: 0, max: 1, noNaN: true }),
	remove: fc.integer({ min: 0, max: 4 }),
	insert: fc.oneof(
		fc.constantFrom(..."'\"$`()<>{}=-\\:.,[]! \t0aZ"),
		fc.constantFrom("", "fi ", "done ", "unset ", "$VIP", "${", " -q", " -w "),
	),
});

suite("import of any table", () => {
	test("declares the same table, however its rules are written", () => {
		fc.assert(
			fc.property(table, fc.infiniteStream(spelling), (lines, spellings) => {
				const text = lines
					.map((line) => spelt(line, spellings.next().value))
					.join("\n");
				const found = declaredLines(text);
				assert.deepEqual(found.unread, [], text);
				assert.deepEqual(found.lines, [...lines].sort(), text);
			}),
		);
	});

	test("with a damaged line names that line, or reads it: none is lost", () => {
		fc.assert(
			fc.property(table, damage, (lines, { line, at, remove, insert }) => {
				const number = line % lines.length;
				const good = lines[number] ?? "";
				const place = Math.floor(at * good.length);
				const bad = `${good.slice(0, place)}${insert}${good.slice(place + remove)}`;
				const text = lines.with(number, bad).join("\n");
				fc.pre(bad.trim() !== "");
				const { lines: declared, unread } = declaredLines(text);
				const left = unread.filter(
					({ reason }) => !reason.endsWith("; declared without limits"),
				);
				const named = new Set(left.map(({ line }) => line));
				assert.equal(
					declared.length + named.size,
					logicalLines(text).length,
					`${bad}\n${JSON.stringify({ declared, unread })}`,
				);
			}),
			{ numRuns: 300 },
		);
	});
});
