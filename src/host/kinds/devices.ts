import { sh } from "../../ssh/shell.ts";
import { differences } from "./differences.ts";
import type { Kind } from "./kind.ts";
import { liveEach } from "./live-each.ts";

/** Network devices that the kernel makes for a module, `tunl0`. */
export const devices: Kind<"devices"> = {
	title: "device",
	localise: { never: "the kernel's own names" },
	probe: ({ devices }) =>
		Object.keys(devices)
			.map(
				(name) =>
					sh`[ ! -e ${`/sys/class/net/${name}/flags`} ] || { read -r flags <${`/sys/class/net/${name}/flags`}; echo ${name} "$flags"; }`,
			)
			.join("\n"),
	parse: ({ lines }) =>
		Object.fromEntries(
			lines.map((line) => {
				const [name, flags] = line.split(" ");
				return [name, Number(flags) & 1 ? "up" : "down"]; // IFF_UP
			}),
		),
	plan: ({ desired, observed }) => ({
		unit: differences("device ", desired.devices, observed.devices),
	}),
	made: {
		word: "device",
		names: ({ devices }) => Object.keys(devices),
		undo: (name) =>
			sh`{ [ ! -e ${`/sys/class/net/${name}`} ] || ip link set ${name} down; }`,
		undoneAt: "undo",
	},
	takenBackBy: "our unit",
	// with an address that is not ours it serves somebody else too
	isThere: (name, { devices, addresses }) =>
		devices[name] === "up" &&
		!addresses.list.some(({ device }) => device === name),
	live: ({ declared, observed }) =>
		liveEach(declared.devices, (name) =>
			observed.devices[name] === "up" ? "up" : undefined,
		),
};
