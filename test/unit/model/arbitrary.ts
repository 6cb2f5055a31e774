import fc from "fast-check";
import {
	type Forwarding,
	forwardingNames,
	forwardings,
} from "../../../src/ipvs/forwarding.ts";
import { clusterDoor } from "../../../src/model/cluster-door.ts";
import type { ClusterDeclaration } from "../../../src/model/declaration.ts";
import { schedulerNames } from "../../../src/model/schedulers.ts";

const perhaps = <Model>(model: fc.Arbitrary<Model>) =>
	fc.option(model, { nil: {} });
const weight = fc.integer({ min: 0, max: 9 });

const override = fc
	.tuple(
		fc.record({ serves: fc.boolean(), weight }, { requiredKeys: [] }),
		perhaps(
			fc.record(
				{
					upper: fc.constantFrom(200, 300),
					lower: fc.constantFrom(100, 150),
				},
				{ requiredKeys: ["upper"] },
			),
		),
	)
	.map(([parts, thresholds]) => ({ ...parts, ...thresholds }));

/** Flags belong to one scheduler each. */
const scheduling = fc.oneof(
	fc.record({ scheduler: fc.constantFrom(...schedulerNames) }),
	fc.constantFrom(
		{ scheduler: "sh", flags: ["sh-fallback"] },
		{ scheduler: "mh", flags: ["mh-port", "mh-fallback"] },
	),
);

const settings = fc
	.tuple(
		perhaps(scheduling),
		fc.record(
			{
				persistence: fc.record(
					{
						seconds: fc.integer({ min: 1, max: 2678400 }),
						mask: fc.constantFrom("255.255.255.0", "255.255.255.255"),
					},
					{ requiredKeys: ["seconds"] },
				),
				forwarding: fc.constantFrom(...forwardingNames),
				realServers: fc.record(
					{ rs1: override, rs2: override, rs3: override },
					{ requiredKeys: [] },
				),
				/** Stays where the forwarding can do it. */
				realServerPort: fc.constantFrom(80, 81, 8080),
				onePacket: fc.boolean(),
			},
			{ requiredKeys: [] },
		),
	)
	.map(([one, others]) => ({ ...one, ...others }));

type Settings = {
	readonly forwarding: Forwarding;
	readonly realServerPort: number;
	readonly onePacket: boolean;
	readonly realServers: Readonly<Record<string, { readonly serves?: boolean }>>;
};

const packets = fc.oneof(
	fc.record({ tcp: fc.constantFrom(80, 443, 6379, "all" as const) }),
	fc.record({ udp: fc.constantFrom(53, 80) }),
	fc.record({
		fwmark: fc.constantFrom(7, 8),
		tcp: fc.constantFrom([81, 82], [83]),
	}),
);

const service = fc.tuple(packets, settings);

const host = (last: number) => ({ address: `192.0.2.${last}` });

/** Declarations that are right, of one director, three real servers or fewer, and a few services of any kind. */
export const validDeclaration = fc
	.record({
		forwarding: fc.constantFrom(...forwardingNames),
		count: fc.integer({ min: 1, max: 3 }),
		weights: fc.tuple(weight, weight, weight),
		services: fc.uniqueArray(service, {
			selector: ([packets]) => JSON.stringify(packets),
			minLength: 1,
			maxLength: 4,
		}),
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
				services.map(([packets, settings], index) => [
					"abcd"[index],
					{ ...packets, ...fitting(packets, settings, forwarding, names) },
				]),
			),
		} as unknown as ClusterDeclaration;
	})
	.filter((declaration) => clusterDoor.check("web", declaration).length === 0);

/** Without what this forwarding, these packets or these real servers cannot have. */
function fitting(
	packets: object,
	{ realServerPort, onePacket, realServers, ...others }: Partial<Settings>,
	ofCluster: Forwarding,
	names: readonly string[],
) {
	const { rewrites } = forwardings[others.forwarding ?? ofCluster];
	const overrides = Object.entries(realServers ?? {}).filter(([name]) =>
		names.includes(name),
	);
	const somebodyServes = names.some((name) =>
		overrides.every(([of, { serves }]) => of !== name || serves !== false),
	);
	return {
		...others,
		...(rewrites &&
		realServerPort !== undefined &&
		!JSON.stringify(packets).includes("all")
			? { realServerPort }
			: {}),
		...(!rewrites && "udp" in packets && onePacket !== undefined
			? { onePacket }
			: {}),
		...(realServers === undefined
			? {}
			: {
					realServers: Object.fromEntries(
						overrides.map(([name, { serves, ...override }]) => [
							name,
							{
								...override,
								...(somebodyServes && serves !== undefined ? { serves } : {}),
							},
						]),
					),
				}),
	};
}
