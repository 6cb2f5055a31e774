import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import { renderedRules } from "../rendered-rules.ts";
import { declared } from "./declared.ts";

/** A configuration as somebody means it. Undefined: nothing is written, and ldirectord takes what is usual. */
interface Meant {
	readonly vip: string;
	readonly port: number;
	readonly protocol: "tcp" | "udp" | undefined;
	readonly scheduler: "rr" | "wlc" | "lc" | undefined;
	readonly way: "gate" | "masq" | "ipip";
	readonly persistent: number | undefined;
	readonly netmask: "255.255.255.0" | "255.255.255.255" | undefined;
	readonly serverPort: number | undefined;
	readonly weights: Readonly<Record<string, number | undefined>>;
	readonly checktype: "on" | "connect" | "negotiate" | undefined;
}

/** What ldirectord sets of it, in the words of ipvsadm. A small model of its own: written after its manual and its sources, and not after the reader. */
function tableOf(configuration: readonly Meant[]): string[] {
	return configuration.flatMap((meant) => {
		const { vip, port, scheduler = "wrr", way } = meant;
		const usual = port === 53 ? "udp" : "tcp";
		const service = `${(meant.protocol ?? usual) === "tcp" ? "-t" : "-u"} ${vip}:${port}`;
		const mask =
			meant.netmask === "255.255.255.0" ? ` -M ${meant.netmask}` : "";
		const persistent =
			meant.persistent === undefined ? "" : ` -p ${meant.persistent}${mask}`;
		const letter = { masq: "m", gate: "g", ipip: "i" }[way];
		const tunnel = way === "ipip" ? " --tun-type ipip" : "";
		// only masq can change a port
		const onServer = way === "masq" ? (meant.serverPort ?? port) : port;
		return [
			`-A ${service} -s ${scheduler}${persistent}`,
			...Object.entries(meant.weights).map(
				([address, weight = 1]) =>
					`-a ${service} -r ${address}:${onServer} -${letter} -w ${weight}${tunnel}`,
			),
		];
	});
}

/** How it is written down. */
interface Spelling {
	readonly indent: string;
	readonly equals: string;
	readonly comment: string;
	readonly gap: string;
	/** The directives turn by so many. */
	readonly turned: number;
}

function textOf(configuration: readonly Meant[], how: Spelling): string {
	return configuration
		.map((meant) => {
			const line = (keyword: string, value: string | number | undefined) =>
				value === undefined ? [] : [`${keyword}${how.equals}${value}`];
			const lines = [
				...Object.entries(meant.weights).flatMap(([address, weight]) =>
					line(
						"real",
						`${address}${meant.serverPort === undefined ? "" : `:${meant.serverPort}`} ${meant.way}${weight === undefined ? "" : ` ${weight}`}`,
					),
				),
				...line("protocol", meant.protocol),
				...line("scheduler", meant.scheduler),
				...line("persistent", meant.persistent),
				...line("netmask", meant.netmask),
				...line("checktype", meant.checktype),
			];
			const at = how.turned % lines.length;
			return [
				`virtual${how.equals}${meant.vip}:${meant.port}`,
				how.comment,
				...[...lines.slice(at), ...lines.slice(0, at)].map(
					(text) => `${how.indent}${text}`,
				),
				how.gap,
			].join("\n");
		})
		.join("\n");
}

const option = <Value>(of: fc.Arbitrary<Value>) =>
	fc.option(of, { nil: undefined });

const meant: fc.Arbitrary<Meant> = fc.record({
	vip: fc.constantFrom("10.0.0.1", "10.0.0.2"),
	port: fc.oneof(
		fc.constantFrom(22, 25, 53, 80, 443, 3306),
		fc.integer({ min: 1, max: 65535 }),
	),
	protocol: fc.constantFrom("tcp", "udp", undefined),
	scheduler: fc.constantFrom("rr", "wlc", "lc", undefined),
	way: fc.constantFrom("gate", "masq", "ipip"),
	persistent: option(fc.integer({ min: 1, max: 2678400 })),
	netmask: fc.constantFrom("255.255.255.0", "255.255.255.255", undefined),
	serverPort: option(fc.integer({ min: 1, max: 65535 })),
	weights: fc.dictionary(
		fc.constantFrom("10.0.0.11", "10.0.0.12", "10.0.0.13"),
		option(fc.integer({ min: 0, max: 65535 })),
		{ minKeys: 1 },
	),
	checktype: fc.constantFrom("on", "connect", "negotiate", undefined),
});

const configuration = fc.uniqueArray(meant, {
	minLength: 1,
	maxLength: 4,
	// the protocol depends on the port where none is written
	selector: ({ vip, port }) => `${vip} ${port}`,
});

const spelling: fc.Arbitrary<Spelling> = fc.record({
	indent: fc.constantFrom("    ", "\t", "        ", "\t\t"),
	equals: fc.constantFrom("=", " = ", "= "),
	comment: fc.constantFrom("# shop", "    # shop", "\t#"),
	gap: fc.constantFrom("", "# next", "\n"),
	turned: fc.nat(9),
});

/** A check that is left out, or asks less, is told, and costs no rule. */
const ofCheck = /ping|a declared check does not|the service's port/;

suite("import of any ldirectord.cf", () => {
	test("renders to the rules that ldirectord sets, however it is written", () => {
		fc.assert(
			fc.property(configuration, spelling, (configuration, how) => {
				const text = textOf(configuration, how);
				const found = declared(text);
				assert.deepEqual(
					found.unread.filter((line) => !ofCheck.test(line)),
					[],
					text,
				);
				assert.deepEqual(
					renderedRules(found).sort(),
					tableOf(configuration).sort(),
					text,
				);
			}),
			{ numRuns: 300 },
		);
	});

	test("with a line that is damaged loses no real server in silence", () => {
		fc.assert(
			fc.property(
				configuration,
				spelling,
				fc.nat(),
				fc.constantFrom("", "x", " ", "reel=", '"', "#", "\n"),
				(configuration, how, number, damage) => {
					const lines = textOf(configuration, how).split("\n");
					const at = number % lines.length;
					const line = lines[at] ?? "";
					const text = lines
						.with(at, damage === "" ? line.trim() : `${damage}${line}`)
						.join("\n");
					// who writes a comment means it
					if (damage === "#") return;
					const found = declared(text);
					if (found.unread.some((each) => !ofCheck.test(each))) return;
					assert.deepEqual(
						renderedRules(found).sort(),
						tableOf(configuration).sort(),
						text,
					);
				},
			),
			{ numRuns: 300 },
		);
	});
});
