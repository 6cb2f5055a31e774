import { defaults } from "./defaults.ts";
import { fields } from "./fields.ts";
import { readConnectionAddress } from "./host-leaves.ts";
import { known } from "./leaf.ts";
import { readPort } from "./leaves.ts";
import { unknown } from "./unknown.ts";

/** As much of a HostConnection as is good. */
export interface ConnectionSketch {
	readonly path: readonly string[];
	readonly address: string | undefined;
	/** Names the machine: "192.0.2.10:22", with the jumps if any. Undefined while a part of it is bad or unknown. */
	readonly where: string | undefined;
	/** The keys that have a value, except a false one. An unknown value may turn out to be none and does not count. */
	readonly given: readonly string[];
	/** Undefined also beyond the jumps that the schema reads. */
	readonly jump: ConnectionSketch | undefined;
}

export function sketchConnection(
	path: readonly string[],
	value: unknown,
	jumpsLeft: number,
): ConnectionSketch | undefined {
	const host = fields(value);
	if (host === undefined) return undefined;
	const address = known(readConnectionAddress, host.address);
	const port =
		host.port === undefined ? defaults.sshPort : known(readPort, host.port);
	const jump =
		jumpsLeft > 0
			? sketchConnection([...path, "jump"], host.jump, jumpsLeft - 1)
			: undefined;
	return {
		path,
		address,
		where: formatWhere(address, port, host.jump, jump),
		given: Object.entries(host)
			.filter(
				([, value]) =>
					value !== undefined && value !== false && value !== unknown,
			)
			.map(([key]) => key),
		jump,
	};
}

function formatWhere(
	address: string | undefined,
	port: number | undefined,
	declaredJump: unknown,
	jump: ConnectionSketch | undefined,
): string | undefined {
	if (address === undefined || port === undefined) return undefined;
	const last = `${address.toLowerCase()}:${port}`;
	if (declaredJump === undefined) return last;
	return jump?.where === undefined ? undefined : `${last} behind ${jump.where}`;
}
