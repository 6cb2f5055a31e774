import { basename } from "node:path";
import type { HostInputs } from "../../provider/host-inputs.ts";
import { placeLabel } from "../../ssh/host-label.ts";
import type { Stack } from "../pulumi/pulumi.ts";
import { distinctNames } from "./distinct-names.ts";
import type { Nameable } from "./one-machine.ts";

/** How many hosts a line names. */
const most = 8;

/** The stack of a verb, and its hosts, in one line. */
export function stackLine(
	{ folder, name, machines }: Stack,
	hosts: readonly (Nameable & Pick<HostInputs, "role">)[],
): string {
	const sorted = hosts.toSorted(directorsFirst);
	const nameOf = distinctNames(sorted);
	const named =
		machines ??
		// one host can have several roles
		new Map(sorted.map((host) => [nameOf(host), placeLabel(host.connection)]));
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
