import { basename } from "node:path";
import type { HostInputs } from "../../provider/host-inputs.ts";
import { placeLabel } from "../../ssh/host-label.ts";
import type { Stack } from "../pulumi/pulumi.ts";

/** How many hosts a line names. */
const most = 8;

/** The stack of a verb, and its hosts, in one line. */
export function stackLine(
	{ folder, name, machines }: Stack,
	hosts: readonly Pick<HostInputs, "name" | "role" | "connection">[],
): string {
	const named =
		machines ??
		// one host can have several roles
		new Map(
			hosts
				.toSorted(directorsFirst)
				.map(({ name, connection }) => [name, placeLabel(connection)]),
		);
	const all = [...named].map(([name, address]) => `${name} ${address}`);
	const rest = all.length - most;
	const listed = [
		...all.slice(0, most),
		...(rest > 0 ? [`and ${rest} more`] : []),
	].join(", ");
	return [
		`stack ${name}${machines === undefined ? "" : ` of lab ${basename(folder)}`}`,
		...(listed === "" ? [] : [listed]),
	].join(": ");
}

function directorsFirst(
	one: Pick<HostInputs, "name" | "role">,
	other: Pick<HostInputs, "name" | "role">,
): number {
	return (
		Number(other.role === "director") - Number(one.role === "director") ||
		one.name.localeCompare(other.name, "en", { numeric: true })
	);
}
