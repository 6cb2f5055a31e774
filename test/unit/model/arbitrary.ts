import fc from "fast-check";
import { forwardingNames } from "../../../src/ipvs/forwarding.ts";
import { clusterDoor } from "../../../src/model/cluster-door.ts";
import type { ClusterDeclaration } from "../../../src/model/declaration.ts";
import { schedulerNames } from "../../../src/model/schedulers.ts";

const weight = fc.integer({ min: 0, max: 9 });

const override = fc.record(
	{
		serves: fc.boolean(),
		weight,
		upper: fc.constantFrom(200, 300),
		lower: fc.constantFrom(100, 150),
	},
	{ requiredKeys: [] },
);

const settings = {
	scheduler: fc.constantFrom(...schedulerNames),
	flags: fc.constantFrom(
		["sh-fallback"] as const,
		["mh-port", "mh-fallback"] as const,
	),
	persistence: fc.record(
		{
			seconds: fc.integer({ min: 1, max: 2678400 }),
			mask: fc.constantFrom("255.255.255.0", "255.255.255.255"),
		},
		{ requiredKeys: ["seconds"] },
	),
	forwarding: fc.constantFrom(...forwardingNames),
	realServerPort: fc.constantFrom(80, 81, 8080),
	realServers: fc.record(
		{ rs1: override, rs2: override, rs3: override },
		{ requiredKeys: [] },
	),
};

const tcp = fc.record(
	{ tcp: fc.constantFrom(80, 443, 6379, "all" as const), ...settings },
	{ requiredKeys: ["tcp"] },
);
const udp = fc.record(
	{ udp: fc.constantFrom(53, 80), onePacket: fc.boolean(), ...settings },
	{ requiredKeys: ["udp"] },
);
const marked = fc.record(
	{
		fwmark: fc.constantFrom(7, 8),
		tcp: fc.constantFrom([81, 82], [83]),
		...settings,
	},
	{ requiredKeys: ["fwmark", "tcp"] },
);

const host = (last: number) => ({ address: `192.0.2.${last}` });

/** Declarations that are right, of three real servers or fewer and a few services of any kind. */
export const validDeclaration = fc
	.record({
		forwarding: fc.constantFrom(...forwardingNames),
		count: fc.integer({ min: 1, max: 3 }),
		weights: fc.tuple(weight, weight, weight),
		services: fc.dictionary(
			fc.constantFrom("a", "b", "c", "d"),
			fc.oneof(tcp, udp, marked),
			{ minKeys: 1 },
		),
	})
	.map(({ forwarding, count, weights, services }) => {
		const names = ["rs1", "rs2", "rs3"].slice(0, count);
		return {
			vip: "172.18.0.70",
			forwarding,
			directors: { lb: { host: host(1), address: "172.18.0.66" } },
			realServers: Object.fromEntries(
				names.map((name, index) => [
					name,
					{
						host: host(index + 2),
						address: `172.18.0.${67 + index}`,
						weight: weights[index],
					},
				]),
			),
			services: Object.fromEntries(
				Object.entries(services).map(([name, service]) => [
					name,
					{
						...service,
						...(service.realServers === undefined
							? {}
							: {
									realServers: Object.fromEntries(
										Object.entries(service.realServers).filter(([name]) =>
											names.includes(name),
										),
									),
								}),
					},
				]),
			),
		} as unknown as ClusterDeclaration;
	})
	.filter((declaration) => clusterDoor.check("web", declaration).length === 0);
