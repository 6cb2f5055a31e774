import type { Forwarding } from "../ipvs/forwarding.ts";
import type {
	Check,
	Cluster,
	Service,
	ServiceServer,
} from "../model/cluster.ts";
import type { Desired } from "../model/desired.ts";
import { familyName } from "../model/host-text.ts";
import { programDirectory } from "../model/program-directory.ts";
import { tablesOf } from "../model/tables.ts";
import { toldAddress } from "../model/written-address.ts";
import type { Draft } from "./draft.ts";
import { serves } from "./serves.ts";
import { renderTemplate } from "./template.ts";

/** The servers of a service as its rules have them: the page that the director serves itself, where one is declared, comes last. */
export function serversOf(
	cluster: Cluster,
	service: Service,
): readonly ServiceServer[] {
	const page = pageOf(service);
	return page === undefined
		? service.servers
		: [
				...service.servers,
				{
					name: "sorry page",
					address: pageAddress(cluster),
					port: page.port,
					weight: 0,
					upper: 0,
					lower: 0,
				},
			];
}

/** Whether this is the page that the director serves itself. */
export function isPage(
	cluster: Cluster,
	{ address }: Pick<ServiceServer, "address">,
): boolean {
	return address === pageAddress(cluster);
}

/** How a service forwards to one of its servers. */
export function forwardingTo(
	cluster: Cluster,
	service: Service,
	server: Pick<ServiceServer, "address">,
): Forwarding {
	// the kernel delivers packets for the machine itself locally, whatever the rule says, and then prints the rule so
	return isPage(cluster, server) ? "dr" : service.forwarding;
}

/** How the page is checked: at an address of its own, as a director without the VIP could not ask it at the VIP. */
export function pageCheck(
	{ everySeconds, timeoutSeconds, failures, retrySeconds }: Check,
	port: number,
): Check {
	return {
		asks: {
			kind: "http",
			path: "/",
			hostName: undefined,
			status: [503],
			text: undefined,
			digest: undefined,
			also: undefined,
			verify: undefined,
		},
		everySeconds,
		timeoutSeconds,
		failures,
		retrySeconds,
		slowStartSeconds: 0,
		tell: undefined,
		port,
	};
}

/** The parts of a director that serve the pages of its services. Empty if none declares a page. */
export function sorryPagePart(
	cluster: Cluster,
): Required<Pick<Draft, "files" | "units" | "packages">> &
	Pick<Desired, "serves"> {
	const pages = cluster.services.flatMap((service) => pageOf(service) ?? []);
	if (pages.length === 0) return { files: [], units: [], packages: [] };
	const directory = programDirectory(cluster.name);
	const view = {
		cluster: cluster.name,
		vip: cluster.vip,
		directory,
		address: pageAddress(cluster),
	};
	const units = pages.map(({ port }) => `lvs-${cluster.name}-sorry-${port}`);
	return {
		packages: [familyName("perl")],
		files: [
			{
				path: `${directory}/sorry`,
				content: renderTemplate(
					"director/usr/local/lib/pulumi-lvs/sorry",
					view,
				),
				mode: "755",
				readBy: "others",
			},
			...pages.flatMap(({ port, text }, index) => {
				const unit = units[index] ?? "";
				const page = `${directory}/sorry-${port}.html`;
				return [
					{
						path: page,
						content: text,
						mode: "644",
						readBy: "others",
						restarts: unit,
					} as const,
					{
						path: `/etc/systemd/system/${unit}.service`,
						content: renderTemplate(
							"director/etc/systemd/system/lvs-sorry.service",
							{ ...view, port, page },
						),
						mode: "644",
						readBy: "systemd",
						restarts: unit,
					} as const,
				];
			}),
		],
		units: units.map((unit) => ({ unit, state: "enabled active" })),
		...serves(
			"sorry",
			pages.map(({ port }) => port),
		),
	};
}

/** The kernel delivers packets for an address of its own machine unchanged: the program with the port of the VIP there gets them. */
function pageAddress({ name }: Cluster) {
	const { routing } = tablesOf(name);
	return toldAddress(`127.100.${routing >> 8}.${routing & 0xff}`);
}

function pageOf({ sorry, match }: Service) {
	if (sorry === undefined || !("page" in sorry.who)) return undefined;
	if (match.protocol === "fwmark" || match.port === "all")
		throw new Error("a page without a port: the rules have let it pass");
	const { page } = sorry.who;
	return { port: match.port, text: page.endsWith("\n") ? page : `${page}\n` };
}
