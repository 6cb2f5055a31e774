import type { HostInputs } from "../../provider/host-inputs.ts";
import { askPulumi } from "../pulumi/ask-pulumi.ts";
import type { Stack } from "../pulumi/pulumi.ts";
import { isHost } from "../stack/deployed.ts";

/** What the program of a folder declares for one host, with places for names of a distribution family: see `explainPlaces`. */
export type Rendered = Pick<
	HostInputs,
	"component" | "role" | "name" | "desired"
>;

interface Preview {
	readonly steps?: readonly {
		readonly newState?: { readonly type?: string; readonly inputs?: unknown };
	}[];
}

/** Runs the program for a stack and returns its declaration for each host, always in the same order. No host is touched. */
export async function rendered(stack: Stack): Promise<Rendered[]> {
	const { steps = [] } = JSON.parse(
		// otherwise, if Pulumi.yaml asks for a refresh, it would look at the hosts
		await askPulumi(
			["preview", "--json", "--show-sames", "--refresh=false"],
			stack,
		),
	) as Preview;
	const hosts = steps.flatMap(({ newState: { type = "", inputs } = {} }) => {
		if (!isHost(type)) return [];
		const { component, role, name, desired } = inputs as HostInputs;
		return [{ component, role, name, desired }];
	});
	// pulumi names them in the order in which they became ready
	return hosts.sort(
		(one, other) =>
			compare(one.component, other.component) ||
			compare(one.role, other.role) ||
			compare(one.name, other.name),
	);
}

/** By letters alone: the order must not depend on the language of the user. */
function compare(one: string, other: string): number {
	return one < other ? -1 : one > other ? 1 : 0;
}
