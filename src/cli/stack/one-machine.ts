import type { HostInputs } from "../../provider/host-inputs.ts";
import { machineLabel } from "../../ssh/host-label.ts";
import { UsageError } from "../usage-error.ts";

/** A host as users name it. */
export type Nameable = Pick<HostInputs, "component" | "name" | "connection">;

/**
 * The hosts that `word` means, which are one machine: by the name in the declaration, by component and name (`web/rs1`), by the address, or by `address:port`.
 * One machine may be several of them, each in a component of its own.
 *
 * @returns none if there is no such host.
 * @throws UsageError where several machines are meant.
 */
export function oneMachine<Host extends Nameable>(
	word: string,
	hosts: readonly Host[],
): Host[] {
	const meant =
		[isCalled, isPlaced, isAt]
			.map((isMeant) => hosts.filter((host) => isMeant(host, word)))
			.find((found) => found.length > 0) ?? [];
	const machines = [...new Set(meant.map(machineOf))];
	if (machines.length > 1) {
		const places = (machine: string) =>
			meant.filter((host) => machineOf(host) === machine).map(placeOf);
		throw new UsageError(
			`${word} is the name of ${machines.length} machines here; name one by its address: ${machines.map((machine) => `${machine} (${[...new Set(places(machine))].join(", ")})`).join(", ")}`,
		);
	}
	return meant;
}

/** The machine of a host, by which two hosts of one name are told apart. */
export function machineOf({ connection }: Pick<Nameable, "connection">) {
	return machineLabel(connection);
}

/** A host by its component and its name. */
export function placeOf({ component, name }: Nameable): string {
	return `${component}/${name}`;
}

function isCalled({ name }: Nameable, word: string): boolean {
	return name === word;
}

function isPlaced(host: Nameable, word: string): boolean {
	return placeOf(host) === word;
}

function isAt(host: Nameable, word: string): boolean {
	return host.connection.address === word || machineOf(host) === word;
}
