import { everyKind } from "../host/kinds/every-kind.ts";
import type { Desired } from "../model/desired.ts";
import type { Rendered } from "./rendered.ts";

/** Everything that one host gets, as text: first what is set, then the content of each file. */
export function formatRendered({
	component,
	role,
	name,
	desired,
}: Rendered): string {
	const { files, ...others } = listed(desired);
	return [
		`===== ${component} ${role} ${name}`,
		...Object.values(others).flat(),
		...(files ?? []),
	].join("\n");
}

/** The lines of each kind of host state. */
function listed(desired: Desired): Record<string, string[]> {
	return Object.fromEntries(
		everyKind.map(([name, { title, list }]) => [
			name,
			list?.(desired[name] as never) ??
				Object.entries(desired[name]).map(
					([key, state]) => `${title} ${key}: ${state}`,
				),
		]),
	);
}
