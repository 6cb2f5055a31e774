import type { HostInputs } from "../../provider/host-inputs.ts";
import { machineLabel } from "../../ssh/host-label.ts";
import { UsageError } from "../usage-error.ts";

/**
 * All roles of the one machine that `word` means: by its name in the declaration, by its address, or by `address:port`. A machine
 * may have another name in another component: it is one machine all the same.
 *
 * @throws UsageError where there is no such host, or several.
 */
export function hostNamed<Host extends HostInputs>(
	word: string,
	hosts: readonly Host[],
): Host[] {
	const byName = hosts.filter(({ name }) => name === word);
	const meant = byName.length > 0 ? byName : hosts.filter(isAt(word));
	const machines = new Set(meant.map(machineOf));
	if (machines.size > 1)
		throw new UsageError(
			`${word} is the name of ${machines.size} machines here; name one by its address: ${[...machines].join(", ")}`,
		);
	const [machine] = machines;
	if (machine === undefined) {
		const names = [...new Set(hosts.map(({ name }) => name))].sort();
		throw new UsageError(
			hosts.length === 0
				? `${word}: the stack has no host, so there is none to forget; is another stack meant? --stack names it`
				: `${word}: no such host in the stack; there are ${names.join(", ")}`,
		);
	}
	return hosts.filter((host) => machineOf(host) === machine);
}

function machineOf({ connection }: HostInputs): string {
	return machineLabel(connection);
}

function isAt(word: string) {
	return (host: HostInputs) =>
		host.connection.address === word || machineOf(host) === word;
}
