import { everyKind } from "../../host/kinds/every-kind.ts";
import type { Desired } from "../../model/desired.ts";
import { explainPlaces } from "./places.ts";
import type { Rendered } from "./rendered.ts";

/** Everything that every host gets, as text, after an explanation of the places in it. */
export function formatRendered(hosts: readonly Rendered[]): string {
	const text = hosts.map(formatHost).join("\n");
	const places = explainPlaces(hosts.map(({ desired }) => desired));
	return places === "" ? text : `${places}\n\n${text}`;
}

/** First the settings, then each file. */
function formatHost({ component, role, name, desired }: Rendered): string {
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
