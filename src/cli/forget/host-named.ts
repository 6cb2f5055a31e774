import type { HostInputs } from "../../provider/host-inputs.ts";
import { machineOf, oneMachine } from "../stack/one-machine.ts";
import { UsageError } from "../usage-error.ts";

/**
 * All roles of the one machine that `word` means, see `oneMachine`. A machine may have another name in another component: it is one machine all the same.
 *
 * @throws UsageError where there is no such host, or several.
 */
export function hostNamed<Host extends HostInputs>(
	word: string,
	hosts: readonly Host[],
): Host[] {
	const [meant] = oneMachine(word, hosts);
	if (meant === undefined) {
		const names = [...new Set(hosts.map(({ name }) => name))].sort();
		throw new UsageError(
			hosts.length === 0
				? `${word}: the stack has no host, so there is none to forget; is another stack meant? --stack names it`
				: `${word}: no such host in the stack; there are ${names.join(", ")}`,
		);
	}
	return hosts.filter((host) => machineOf(host) === machineOf(meant));
}
