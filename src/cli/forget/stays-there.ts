import { everyKind } from "../../host/kinds/every-kind.ts";
import { localise } from "../../host/kinds/localise.ts";
import { fillSecrets } from "../../host/secrets.ts";
import type { Family } from "../../model/family.ts";
import { formatPlace } from "../../model/wire-text.ts";
import type { HostInputs } from "../../provider/host-inputs.ts";

/** With more lines it would not be a summary. */
const named = 3;

/** What a host in one role has of ours by the state, a line for each kind: it stays there when the host is forgotten. */
export function staysThere(
	host: HostInputs & { readonly family?: string },
): string[] {
	// a host whose first `up` did not end has no family: names that differ stay as in `render`
	const desired =
		host.family === undefined
			? host.desired
			: localise(fillSecrets(host.desired, formatPlace), host.family as Family);
	return everyKind.flatMap(([kind, { title }]) => {
		const things = Object.keys(desired[kind] ?? {});
		const more = things.length - named;
		return things.length === 0
			? []
			: [
					`${title}: ${things.slice(0, named).join(", ")}${more > 0 ? `, and ${more} more` : ""}`,
				];
	});
}
