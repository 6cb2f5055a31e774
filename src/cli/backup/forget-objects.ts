import type { HostInputs } from "../../provider/host-inputs.ts";
import { objectsCondition } from "../../render/wordpress-site.ts";
import { runToEnd } from "../../ssh/run-to-end.ts";
import { sh } from "../../ssh/shell.ts";
import { onHost } from "../stack/on-host.ts";

/** Sites that keep what they read from their database. The state does not say which database that is. */
export function keepingObjects(hosts: readonly HostInputs[]): HostInputs[] {
	return hosts.filter(({ desired }) => objectsCondition in desired.conditions);
}

/** Makes a site forget what it read, as its database may be another one now. */
export async function forgetObjects(site: HostInputs): Promise<void> {
	await onHost(site, (session) =>
		runToEnd(session, sh`${site.desired.script ?? "false"} forget`, {
			doing: `let ${site.component} forget what it read before`,
			advice:
				"The database is put back, and pages may show what was before for five minutes; run it again where that matters.",
		}),
	);
}
