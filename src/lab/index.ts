import { join } from "node:path";
import { LabError } from "../errors.ts";
import type { HostConnection } from "../model/host.ts";
import { requireLab } from "./find-lab.ts";

export { defineLab, type LabDefinition } from "./define.ts";

/**
 * The machines of this folder's running lab, by name: how each is reached, and the host key that it must show.
 *
 * Throws {@link LabError} where no lab runs for the folder, or where the lab does not have the requested machine.
 *
 * @param folder the folder with `lab.ts`. Default: the current directory, which is the program's own in a Pulumi program.
 */
export function lab(folder = process.cwd()): Record<string, HostConnection> {
	const { state } = requireLab(folder, process.env);
	const machines: Record<string, HostConnection> = {};
	for (const [name, { port, hostKey }] of Object.entries(state.machines))
		machines[name] = {
			address: "127.0.0.1",
			port,
			user: "root",
			privateKeyFile: join(state.image, "key"),
			hostKey,
		};
	return new Proxy(machines, {
		get(target, property) {
			// only for names that a machine could have: await, printers and Pulumi ask every object for other properties
			if (
				typeof property === "string" &&
				!(property in target) &&
				/^[a-z][a-z0-9-]*$/.test(property) &&
				property !== "then"
			)
				throw new LabError(
					`${state.folder}: the lab has no machine ${property}; machines are ${Object.keys(machines).join(", ")}`,
				);
			return Reflect.get(target, property);
		},
	});
}
