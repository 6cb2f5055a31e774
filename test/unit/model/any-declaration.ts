import fc from "fast-check";
import { clusterDoor } from "../../../src/model/cluster-door.ts";
import type { ClusterDeclaration } from "../../../src/model/declaration.ts";
import type { ServiceDeclaration } from "../../../src/model/service-declaration.ts";
import { validDeclaration } from "./arbitrary.ts";

/** More of a declaration. Of several ways the first is taken that the door lets in; where it lets in none, nothing is added. */
type More = readonly ((declared: ClusterDeclaration) => object)[];

const lb = { host: { address: "192.0.2.1" }, address: "172.18.0.66" };
const rs1 = { host: { address: "192.0.2.2" }, address: "172.18.0.67" };
const lb2 = { host: { address: "192.0.2.5" }, address: "172.18.0.65" };

/** So often, of what else there is. */
const often = <Value>(weight: number, arbitrary: fc.Arbitrary<Value>) => ({
	weight,
	arbitrary,
});
const nothing = fc.constant<More>([]);
/** One change, which is made now and then. */
const rarely = (change: fc.Arbitrary<object>) =>
	fc.oneof(
		often(3, nothing),
		often(
			1,
			change.map((more): More => [() => more]),
		),
	);

const failover = fc.record(
	{
		advertSeconds: fc.constantFrom(0.3, 2),
		routerId: fc.constantFrom(7, 8),
		preemptSeconds: fc.constant(60),
		tell: fc.constant("/usr/local/sbin/told"),
		check: fc.constantFrom(
			{ command: "/usr/local/sbin/look" },
			{ command: ["/usr/local/sbin/look", "way out"], everySeconds: 3 },
		),
		addresses: fc.constant(["172.18.0.80"]),
	},
	{ requiredKeys: [] },
);
const gateway = "172.18.0.64";

/** Two directors agree, and where answers of NAT go back through them, on a gateway too. */
const agreeing = (directors: object) =>
	failover.map(
		(settings): More => [
			() => ({ directors, failover: { ...settings, gateway } }),
			() => ({ directors, failover: settings }),
		],
	);

/** Machines that do both forward by direct routing alone. */
function doingBoth(
	directors: object,
	realServers: object,
): (declared: ClusterDeclaration) => object {
	return (declared) => ({
		directors,
		realServers: { ...declared.realServers, ...realServers },
		forwarding: "dr",
		services: Object.fromEntries(
			Object.entries(declared.services).map(
				([name, { forwarding, realServerPort, ...service }]) => [name, service],
			),
		),
	});
}

const machines = fc.oneof(
	often(5, nothing),
	often(2, agreeing({ lb, lb2 })),
	often(1, fc.constant<More>([doingBoth({ lb }, { lb })])),
	often(1, fc.constant<More>([doingBoth({ rs1 }, {})])),
	often(
		2,
		failover.map(
			(settings): More => [
				(declared) => ({
					...doingBoth({ lb, rs1 }, { lb })(declared),
					failover: settings,
				}),
			],
		),
	),
);

const check: fc.Arbitrary<Checking> = fc.record({
	by: fc.constantFrom("page", "program"),
	settings: fc.record(
		{
			everySeconds: fc.constantFrom(0.5, 1),
			failures: fc.constant(3),
			slowStartSeconds: fc.constant(60),
			tell: fc.constant("/usr/local/sbin/told"),
		},
		{ requiredKeys: [] },
	),
	below: fc.constantFrom(
		{},
		{ whenAllFail: "keepAll" as const },
		{ sorry: { page: "<h1>We are back soon.</h1>" } },
		{ sorry: "rs2" },
		{ sorry: "rs3", quorum: { below: 1, backFrom: 2 } },
	),
});

interface Checking {
	readonly by: string;
	readonly settings: { readonly slowStartSeconds?: number };
	/** What becomes of clients where too few pass. */
	readonly below: Pick<ServiceDeclaration, "sorry" | "quorum" | "whenAllFail">;
}

/** The service of this name is checked. */
function checking(name: string, { by, settings, below }: Checking): More {
	const { slowStartSeconds, ...plain } = settings;
	const asking =
		(check: object, below: Checking["below"]) =>
		(declared: ClusterDeclaration) => {
			const service = declared.services[name];
			if (service === undefined) return {};
			const { sorry } = below;
			const { realServers = {}, ...others } = service;
			// who says sorry does nothing else
			const own = Object.entries(realServers).filter(([of]) => of !== sorry);
			return {
				services: {
					...declared.services,
					[name]: {
						...others,
						...below,
						realServers: Object.fromEntries(own),
						// the director serves a page by HTTP
						check: {
							...asked(typeof sorry === "object" ? "page" : by, service),
							...check,
						},
					},
				},
			};
		};
	return [
		asking(settings, below),
		asking(plain, below),
		asking(plain, below.sorry === undefined ? {} : { sorry: "rs2" }),
		asking(plain, {}),
	];
}

/** A check that this service can have. */
function asked(by: string, { tcp, udp }: ServiceDeclaration): object {
	if (by === "program") return { command: "/usr/local/bin/look" };
	if (tcp === "all") return { tcp: true, port: 80 };
	return udp === undefined ? { http: "/health" } : { dns: "www.example.com" };
}

const checks = fc
	.dictionary(fc.constantFrom("a", "b"), check)
	.map((checks) =>
		Object.entries(checks).map(([name, given]) => checking(name, given)),
	);

const others = fc.tuple(
	rarely(
		fc.constantFrom(
			{ tunnel: { type: "gue" } },
			{ tunnel: { type: "gue", port: 5555 } },
			{ tunnel: { type: "gre" } },
		),
	),
	rarely(
		fc
			.record(
				{
					timeouts: fc.constantFrom({ tcp: 600 }, { tcp: 300, udp: 60 }),
					expireNodestConn: fc.boolean(),
					connReuseMode: fc.constantFrom(0, 1),
				},
				{ requiredKeys: [] },
			)
			.map((ipvs) => ({ ipvs })),
	),
	rarely(fc.constantFrom({ page: true }, { page: { ports: [80, 8080] } })),
	fc.oneof(
		often(7, nothing),
		often(1, fc.constant<More>([() => ({ openFilters: true })])),
	),
);

/**
 * Declarations that are right, and may have anything: a second director, machines that do both, checks and what is below them, a type of
 * tunnel, settings of IPVS, pages, and filters that are opened.
 */
export const anyDeclaration = fc
	.tuple(
		validDeclaration,
		machines,
		fc.oneof(often(1, fc.constant([])), often(1, checks)),
		others,
	)
	.map(([declaration, machines, checks, others]) =>
		[machines, ...checks, ...others].reduce(withMore, declaration),
	);

function withMore(
	declaration: ClusterDeclaration,
	more: More,
): ClusterDeclaration {
	for (const add of more) {
		const found = { ...declaration, ...add(declaration) } as ClusterDeclaration;
		if (clusterDoor.check("web", found).length === 0) return found;
	}
	return declaration;
}
