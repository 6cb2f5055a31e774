import type { HostInputs } from "../provider/host-resource.ts";
import { isHost, stackOf } from "./deployed.ts";
import { askPulumi } from "./pulumi.ts";

/** What a folder's program declares for one host. Names that differ between distribution families stand as `@name@`. */
export type Rendered = Pick<
	HostInputs,
	"component" | "role" | "name" | "desired"
>;

interface Preview {
	readonly steps?: readonly {
		readonly newState?: { readonly type?: string; readonly inputs?: unknown };
	}[];
}

/** Runs the folder's program and returns what it declares for each host. No host is touched. */
export async function rendered(folder: string): Promise<Rendered[]> {
	const { steps = [] } = JSON.parse(
		await askPulumi(
			["preview", "--json", "--show-sames"],
			await stackOf(folder),
		),
	) as Preview;
	return steps.flatMap(({ newState: { type = "", inputs } = {} }) => {
		if (!isHost(type)) return [];
		const { component, role, name, desired } = inputs as HostInputs;
		return [{ component, role, name, desired }];
	});
}
