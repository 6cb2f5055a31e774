import { sh } from "../../../ssh/shell.ts";
import type { Fact } from "./fact.ts";

/** `web` -> `web.service`; one that names its type stays. */
export function unitFile(name: string): string {
	return /\.(mount|timer|socket|path|target)$/.test(name)
		? name
		: `${name}.service`;
}

export interface FoundUnit {
	readonly exists: boolean;
	readonly enabled: boolean;
	readonly masked: boolean;
	readonly active: boolean;
	/** The unit's file changed since systemd read it. */
	readonly stale: boolean;
	/** Another unit that systemd has read wants it: systemd then keeps it after its file is gone. */
	readonly held: boolean;
	/** systemd has it in memory, and tells whether it is enabled from there: a link made or removed since is not seen. */
	readonly cached: boolean;
}

/** systemd unit -> its state. One `systemctl show` for all of them: a fork costs tens of ms on a small machine. */
export const units: Fact<Record<string, FoundUnit>> = {
	probe({ units }) {
		const names = Object.keys(units).map(unitFile);
		return names.length === 0
			? ""
			: sh`systemctl show -p LoadState,UnitFileState,ActiveState,NeedDaemonReload,WantedBy ${names}`;
	},
	parse({ lines }, { units }) {
		// blocks come in the order asked for; a block starts anew where a key comes a second time
		const blocks: Map<string, string>[] = [];
		for (const line of lines) {
			const at = line.indexOf("=");
			if (at < 0) continue;
			const key = line.slice(0, at);
			let block = blocks.at(-1);
			if (block === undefined || block.has(key)) {
				block = new Map();
				blocks.push(block);
			}
			block.set(key, line.slice(at + 1));
		}
		return Object.fromEntries(
			Object.keys(units).map((name, index) => [name, found(blocks[index])]),
		);
	},
};

function found(block: ReadonlyMap<string, string> | undefined): FoundUnit {
	const load = block?.get("LoadState");
	const state = block?.get("UnitFileState");
	const activity = block?.get("ActiveState");
	const held = (block?.get("WantedBy") ?? "") !== "";
	return {
		exists: load === "loaded",
		enabled: state === "enabled" || state === "enabled-runtime",
		masked: load === "masked" || state === "masked",
		active: activity === "active",
		stale: block?.get("NeedDaemonReload") === "yes",
		held,
		// one that is at rest and wanted by none is read anew each time; one that failed is kept like one that runs
		cached: held || (activity !== undefined && activity !== "inactive"),
	};
}
