import fc from "fast-check";
import {
	type Match,
	type Rule,
	ruleKey,
	type ServerRule,
	type ServiceRule,
	type Table,
	tableOf,
} from "../../../src/ipvs/rule.ts";

const port = fc.integer({ min: 0, max: 65535 });
const address = fc.oneof(
	fc.ipV4().map((text) => ({ family: 4, text }) as const),
	fc
		.ipV6()
		// fast-check also writes the last part as IPv4, with letters ipvsadm never prints
		.filter((text) => /^[0-9a-f:]+$/.test(text))
		.map((text) => ({ family: 6, text }) as const),
);
const match: fc.Arbitrary<Match> = fc.oneof(
	fc.record({
		protocol: fc.constantFrom("tcp" as const, "udp" as const, "sctp" as const),
		address,
		port,
	}),
	fc.record({
		protocol: fc.constant("fwmark" as const),
		mark: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
		family: fc.constantFrom(4 as const, 6 as const),
	}),
);
const maybe = <Value>(value: fc.Arbitrary<Value>) =>
	fc.option(value, { nil: undefined });
/** Words that ipvsadm may print and that we know nothing of: an option, and its value where it has one. */
const others = (...options: readonly (readonly string[])[]) =>
	fc.subarray([...options]).map((some) => some.flat());

/** The part of a service that stands behind its key. */
const service = fc.record({
	kind: fc.constant("service" as const),
	match,
	scheduler: fc.constantFrom("rr", "wrr", "sh", "mh"),
	persistence: maybe(
		fc.record({
			seconds: fc.integer({ min: 1, max: 86400 }),
			// ipvsadm prints the mask of IPv6 as the length of a prefix
			mask: maybe(fc.oneof(fc.ipV4(), fc.constant("64"))),
		}),
	),
	onePacket: fc.boolean(),
	flags: fc.subarray(["sh-fallback", "sh-port", "flag-3"]),
	others: others(["pe", "sip"], ["--new"]),
});

/** A real server of any service. */
const server = fc.record({
	kind: fc.constant("server" as const),
	address,
	port,
	method: fc.constantFrom("m" as const, "g" as const, "i" as const),
	weight: port,
	tunnel: maybe(
		fc.record({
			type: fc.constantFrom("ipip", "gue", "gre"),
			port: maybe(port),
			checksum: fc.constantFrom(undefined, "nocsum", "csum", "remcsum"),
		}),
	),
	upper: port,
	lower: port,
	others: others(["--new"], ["--limit", "7"]),
});

/** A rule of the kernel's table. */
export const rule: fc.Arbitrary<Rule> = fc.oneof(
	service.map(plain),
	fc
		.tuple(match, server)
		.map(([service, one]): ServerRule => plain({ ...one, service })),
);

/** The kernel's table: services, each with its real servers. */
export const table: fc.Arbitrary<Table> = fc
	.uniqueArray(fc.tuple(service, fc.array(server, { maxLength: 3 })), {
		maxLength: 4,
		selector: ([one]) => ruleKey(one),
	})
	.map((services) =>
		tableOf(
			services.flatMap(([one, servers]): Rule[] => [
				plain<ServiceRule>(one),
				...servers.map((server) =>
					plain<ServerRule>({ ...server, service: one.match }),
				),
			]),
		),
	);

/** fast-check's objects have no prototype. */
function plain<Value>(value: Value): Value {
	return structuredClone(value);
}
