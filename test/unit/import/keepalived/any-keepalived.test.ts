import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import { renderedRules } from "../rendered-rules.ts";
import { declared } from "./declared.ts";

/** A configuration as somebody means it. Undefined: nothing is written, and keepalived takes what is usual. */
interface Meant {
	readonly vip: string;
	readonly port: number;
	readonly protocol: "TCP" | "UDP" | undefined;
	readonly scheduler: "rr" | "wrr" | "lc" | "sh" | "sed" | undefined;
	readonly method: "NAT" | "DR" | "TUN" | undefined;
	/** 0: none, as `persistence_timeout 0` means. */
	readonly persistence: number | "usual" | undefined;
	readonly mask: "255.255.255.0" | "255.255.255.255" | undefined;
	readonly shPort: boolean;
	readonly weight: number | undefined;
	/** The port that all real servers name. */
	readonly serverPort: number | undefined;
	readonly servers: Readonly<
		Record<
			string,
			{
				readonly weight: number | undefined;
				readonly upper: number | undefined;
			}
		>
	>;
	readonly check: "TCP_CHECK" | "HTTP_GET" | undefined;
	readonly sorry: boolean;
}

/**
 * What keepalived sets of it, in the words of ipvsadm. A small model of its own: written after its manual and its sources, and not after the
 * reader.
 */
function tableOf(configuration: readonly Meant[]): string[] {
	return configuration.flatMap((meant) => {
		const { vip, port, scheduler = "wlc", method = "NAT" } = meant;
		const service = `${meant.protocol === "TCP" ? "-t" : "-u"} ${vip}:${port}`;
		const mask = meant.mask === "255.255.255.0" ? ` -M ${meant.mask}` : "";
		const seconds =
			meant.persistence === "usual"
				? 360
				: meant.persistence || (meant.mask === undefined ? 0 : 360);
		const persistent = seconds === 0 ? "" : ` -p ${seconds}${mask}`;
		const flags = meant.shPort && scheduler === "sh" ? " -b sh-port" : "";
		const letter = { NAT: "m", DR: "g", TUN: "i" }[method];
		const tunnel = method === "TUN" ? " --tun-type ipip" : "";
		// only NAT can change a port
		const onServer = method === "NAT" ? (meant.serverPort ?? port) : port;
		const servers = Object.entries(meant.servers).map(
			([address, { weight, upper }]) =>
				`-a ${service} -r ${address}:${onServer} -${letter} -w ${weight ?? meant.weight ?? 1}${tunnel}${upper === undefined ? "" : ` -x ${upper} -y 0`}`,
		);
		return [`-A ${service} -s ${scheduler}${persistent}${flags}`, ...servers];
	});
}

/** How it is written down. */
interface Spelling {
	readonly brace: string;
	readonly comment: string;
	readonly variables: boolean;
	readonly old: boolean;
	/** The settings turn by so many. */
	readonly turned: number;
}

function textOf(configuration: readonly Meant[], how: Spelling): string {
	const block = (head: string, lines: readonly string[]) =>
		`${head}${how.brace}{${how.comment}\n${lines.join("\n")}\n}`;
	const defined = how.variables ? ["$NET=10.0.0", "$TCP=TCP"] : [];
	const address = (text: string) =>
		how.variables ? text.replace("10.0.0.", () => `\${NET}.`) : text;
	const servers = configuration.map((meant) => {
		const setting = (keyword: string, value: string | number | undefined) =>
			value === undefined ? [] : [`${keyword} ${value}${how.comment}`.trim()];
		const check =
			meant.check === undefined
				? []
				: [
						block(
							meant.check,
							meant.check === "TCP_CHECK"
								? ["connect_timeout 3"]
								: [block("url", ["path /", "status_code 200"])],
						),
					];
		const head = [
			...setting("delay_loop", 6),
			...setting(
				"protocol",
				meant.protocol === "TCP" && how.variables ? "$TCP " : meant.protocol,
			),
			...setting(how.old ? "lb_algo" : "lvs_sched", meant.scheduler),
			...setting(how.old ? "lb_kind" : "lvs_method", meant.method),
			...setting(
				"persistence_timeout",
				meant.persistence === "usual" ? "" : meant.persistence,
			),
			...setting("persistence_granularity", meant.mask),
			...(meant.shPort && meant.scheduler === "sh" ? ["sh-port"] : []),
			...setting("weight", meant.weight),
			...(meant.sorry ? setting("sorry_server", address("10.0.0.19")) : []),
		];
		const at = how.turned % head.length;
		// a flag counts behind its scheduler alone
		const turned = meant.shPort
			? head
			: [...head.slice(at), ...head.slice(0, at)];
		return block(`virtual_server ${address(meant.vip)} ${meant.port}`, [
			...turned,
			...Object.entries(meant.servers).map(([text, { weight, upper }]) =>
				block(
					`real_server ${address(text)}${meant.serverPort === undefined ? "" : ` ${meant.serverPort}`}`,
					[
						...setting("weight", weight),
						...setting("uthreshold", upper),
						...check,
					],
				),
			),
		]);
	});
	return [...defined, ...servers].join("\n");
}

const option = <Value>(of: fc.Arbitrary<Value>) =>
	fc.option(of, { nil: undefined });

const meant: fc.Arbitrary<Meant> = fc.record({
	vip: fc.constantFrom("10.0.0.1", "10.0.0.2"),
	port: fc.integer({ min: 1, max: 65535 }),
	protocol: fc.constantFrom("TCP", "UDP", undefined),
	scheduler: fc.constantFrom("rr", "wrr", "lc", "sh", "sed", undefined),
	method: fc.constantFrom("NAT", "DR", "TUN", undefined),
	persistence: fc.oneof(
		option(fc.integer({ min: 0, max: 2678400 })),
		fc.constant("usual" as const),
	),
	mask: fc.constantFrom("255.255.255.0", "255.255.255.255", undefined),
	shPort: fc.boolean(),
	weight: option(fc.integer({ min: 1, max: 300 })),
	serverPort: option(fc.integer({ min: 1, max: 65535 })),
	servers: fc.dictionary(
		fc.constantFrom("10.0.0.11", "10.0.0.12", "10.0.0.13"),
		fc.record({
			weight: option(fc.integer({ min: 1, max: 65535 })),
			upper: option(fc.integer({ min: 120, max: 5000 })),
		}),
		{ minKeys: 1 },
	),
	check: fc.constantFrom("TCP_CHECK", "HTTP_GET", undefined),
	sorry: fc.boolean(),
});

const configuration = fc.uniqueArray(meant, {
	minLength: 1,
	maxLength: 4,
	selector: ({ protocol = "UDP", vip, port }) => `${protocol} ${vip} ${port}`,
});

const spelling: fc.Arbitrary<Spelling> = fc.record({
	brace: fc.constantFrom(" ", "", "\n"),
	comment: fc.constantFrom("", " # why", "!why"),
	variables: fc.boolean(),
	old: fc.boolean(),
	turned: fc.nat(9),
});

/** Declared for a sorry server, which keepalived has in its table only while it serves. */
const isSorry = (line: string) => / -r 10\.0\.0\.19:\d+ .*-w 0/.test(line);

suite("import of any keepalived.conf", () => {
	test("renders to the rules that keepalived sets, however it is written", () => {
		fc.assert(
			fc.property(configuration, spelling, (configuration, how) => {
				const text = textOf(configuration, how);
				const found = declared(text);
				// a port that NAT changes may keep the sorry server, and a check needs no port
				const others = found.unread.filter(
					(line) => !/^\d+: sorry_server /.test(line),
				);
				assert.deepEqual(others, [], text);
				assert.deepEqual(
					renderedRules(found)
						.filter((line) => !isSorry(line))
						.sort(),
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
				fc.constantFrom("}", "{", "@a ", "~SEQ(A,1,2) ", '"', "weigth "),
				(configuration, how, number, damage) => {
					const lines = textOf(configuration, how).split("\n");
					const at = number % lines.length;
					const text = lines.with(at, `${damage}${lines[at]}`).join("\n");
					const found = declared(text);
					const wanted = new Set(tableOf(configuration));
					const wrong = renderedRules(found).filter(
						(line) => !wanted.has(line) && !isSorry(line),
					);
					if (found.unread.length > 0) return;
					// what is not told may only be what keepalived takes from the damaged line too
					const lost = tableOf(configuration).filter((line) =>
						line.startsWith("-a"),
					).length;
					assert.deepEqual(wrong, [], text);
					assert.equal(
						renderedRules(found).filter(
							(line) => line.startsWith("-a") && !isSorry(line),
						).length,
						lost,
						text,
					);
				},
			),
			{ numRuns: 300 },
		);
	});
});
