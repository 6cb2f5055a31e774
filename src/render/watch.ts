import type { FileReader } from "../model/desired.ts";
import { runRoot } from "../model/run-directory.ts";
import type { Draft } from "./draft.ts";
import { renderTemplate } from "./template.ts";

/** The values for the watch of one role. */
export interface Watched {
	/** The unit whose work the watch protects. */
	readonly unit: string;
	/** The script of that unit. `status` tells what is missing, `repair` puts it back. */
	readonly program: string;
	readonly repair: string;
	/** The name of our record on the host. */
	readonly owner: string;
	/** Addresses whose changes matter: the VIP and the host's own. */
	readonly addresses: readonly string[];
	/** Our nftables table; undefined: the role has none. */
	readonly nftables: string | undefined;
	/** Our routing table; undefined: the role has none. */
	readonly routing: number | undefined;
	/** Device of a tunnel; undefined: none. */
	readonly device: string | undefined;
	/** UDP port on which the kernel unwraps tunnelled packets; undefined: none. */
	readonly receiver: number | undefined;
	/** Files whose first line changes without an event, also as patterns of the shell. */
	readonly silent: readonly string[];
	/** Whether the table of IPVS is looked at, as it sends no events. */
	readonly table: boolean;
	/** A file with the number of a process that must live; undefined: none. */
	readonly reader?: string | undefined;
	/** The file that names the link on which several directors agree, `interface NAME`, and must be right; undefined: they do not. */
	readonly agreement?: string | undefined;
	/**
	 * For one of several directors: our nftables table that drops stray packets. The sync of the kernel is looked at too. Undefined: there is only one director.
	 */
	readonly guard?: string | undefined;
}

/** The script and the unit that put back what something else takes away. The unit runs while that of the role is active. */
export function watchPart(
	watched: Watched,
): Required<Pick<Draft, "files" | "units">> {
	const { unit, program, receiver } = watched;
	const watch = `${unit}-watch`;
	const script = `${program}-watch`;
	const view = {
		...watched,
		// a template tells an empty text from any other
		nftables: watched.nftables ?? watched.guard ?? "",
		reader: watched.reader ?? "",
		agreement: watched.agreement ?? "",
		sync: watched.guard === undefined ? "" : syncSocket,
		silent: watched.silent.join(" "),
		receiver:
			receiver === undefined
				? ""
				: receiver.toString(16).toUpperCase().padStart(4, "0"),
		objects: objectsOf(watched).join(" "),
		heard: heardOf(watched).join("|"),
		run: runRoot,
		script,
	};
	const file = (
		path: string,
		template: string,
		mode: string,
		readBy: FileReader,
	) => ({
		path,
		content: renderTemplate(template, view),
		mode,
		readBy,
		restarts: watch,
	});
	return {
		files: [
			file(script, "watch", "755", "others"),
			file(
				`/etc/systemd/system/${watch}.service`,
				"watch.service",
				"644",
				"systemd",
			),
		],
		units: [{ unit: watch, state: "enabled active" }],
	};
}

/** The kernel's sync socket in /proc/net/udp: 224.0.0.81 and port 8848. One socket of the kernel sends to it and another listens there. */
const syncSocket = "510000E0:2290";

/** The objects that `ip monitor` reports. Routes and devices are only included if they matter: a router's routes change all the time. */
function objectsOf({ routing, device }: Watched): string[] {
	return [
		"address",
		...(routing === undefined ? [] : ["rule", "route"]),
		...(routing === undefined && device === undefined ? [] : ["link"]),
	];
}

/** Patterns of the lines of `ip monitor` and `nft monitor` that may matter to us. */
function heardOf({
	addresses,
	nftables,
	routing,
	device,
	guard,
}: Watched): readonly string[] {
	const [vip = "", own = ""] = addresses.map((address) =>
		address.replaceAll(".", "\\."),
	);
	return [
		`^Deleted .* inet ${vip}/`,
		` inet ${own}/`,
		// if another machine may have the VIP, its appearance here matters too
		...(guard === undefined ? [] : [` inet ${vip}/`]),
		...[nftables, guard].flatMap((table) =>
			table === undefined ? [] : [`^delete [a-z]+ ip ${table}( |$)`],
		),
		...(nftables === undefined && guard === undefined
			? []
			: ["^# new generation "]),
		...(routing === undefined
			? []
			: [`^Deleted ${routing}:`, `^Deleted .* table ${routing}( |$)`]),
		// routes go with their device, and the kernel only reports the device
		...(routing === undefined && device === undefined
			? []
			: ["^(Deleted )?[0-9]+: [^ ]+ <"]),
	];
}
