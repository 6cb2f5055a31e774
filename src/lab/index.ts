import { join } from "node:path";
import { DeclarationError, LabError } from "../errors.ts";
import type { HostConnection } from "../model/host.ts";
import { noteOutcome } from "../outcome.ts";
import { requireLab } from "./find-lab.ts";

export { defineLab, type LabDefinition } from "./define.ts";

/**
 * The machines of this folder's running lab, by name: how each is reached, and the host key that it must show.
 *
 * Throws {@link LabError} where no lab runs for the folder, or where the lab does not have the requested machine. Throws
 * {@link DeclarationError} in a Pulumi program that runs for another stack than `lab`: its hosts are not the lab's.
 *
 * @param folder the folder with `lab.ts`. Default: the current directory, which is the program's own in a Pulumi program.
 */
export function lab(folder = process.cwd()): Record<string, HostConnection> {
	const { state } = withoutStack(() => {
		refuseOtherStack(process.env.PULUMI_NODEJS_STACK);
		return requireLab(folder, process.env);
	});
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

/** @param stack of the Pulumi program that runs; undefined outside of one. */
function refuseOtherStack(stack: string | undefined): void {
	if (stack === undefined || stack === "" || stack === "lab") return;
	throw new DeclarationError("lab()", [
		{
			path: `stack ${stack}`,
			message:
				'the machines of the lab are for the stack lab alone; write: const machines = pulumi.getStack() === "lab" ? lab() : { ... }',
		},
	]);
}

/** Pulumi prints an error without its stack if it has this mark of a RunError; its SDK is not loaded here for that. */
function withoutStack<Result>(read: () => Result): Result {
	try {
		return read();
	} catch (error) {
		if (!(error instanceof LabError || error instanceof DeclarationError))
			throw error;
		noteOutcome(error);
		throw Object.assign(error, { __pulumiRunError: true });
	}
}
