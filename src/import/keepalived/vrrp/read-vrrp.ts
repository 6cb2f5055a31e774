import { leaveOut, type Notes } from "../../configuration/notes.ts";
import { withoutTwice } from "../../configuration/without-twice.ts";
import { placeOf } from "../../place-of.ts";
import type { Place } from "../../script/read-script.ts";
import { type Settings, sortOut } from "../sort-out.ts";
import type { Statement } from "../statement.ts";
import { trackedWords } from "../top-words.ts";
import { syncGroupWords } from "./instance-words.ts";
import { joinChecks } from "./join-checks.ts";
import { type Hook, readHooks } from "./read-hooks.ts";
import { readInstance, type VrrpInstance } from "./read-instance.ts";
import { readTracked } from "./read-tracked.ts";
import { type SyncLink, syncLinkOf } from "./sync-link.ts";

/** Everything about VRRP in a keepalived.conf. */
export interface Vrrp {
	readonly instances: readonly VrrpInstance[];
	readonly groups: readonly SyncGroup[];
	/** All programs that are run when addresses come or go. */
	readonly hooks: readonly Hook[];
	/** The place where it says that directors tell each other of their connections. */
	readonly syncs: readonly SyncLink[];
}

/** Instances whose addresses move together. */
export interface SyncGroup extends Place {
	/** Names of instances. */
	readonly members: readonly string[];
}

/**
 * Reads instances, groups of them, what they track and what they run. Parts that cannot be declared are reported. @param top the statements with a keyword,
 * outside of every block
 */
export function readVrrp(
	top: (keyword: string) => readonly Statement[],
	global: Settings,
	notes: Notes,
): Vrrp {
	const definitions = trackedWords.flatMap((word) => [...top(word)]);
	const defined = new Map(
		definitions.map((each) => [each.values[0] ?? "", each]),
	);
	const scriptUser = global.last("script_user")?.values[0];
	const alone = withoutTwice(
		top("vrrp_instance").map((statement) => ({
			...placeOf(statement),
			text: `vrrp_instance ${statement.values[0] ?? ""}`,
			statement,
		})),
		({ statement }) => statement.values[0] ?? "",
		"vrrp_instance",
		notes,
	).map(({ statement }) =>
		readInstance(statement, { defined, scriptUser }, notes),
	);
	const groups = top("vrrp_sync_group").map((statement) => {
		const settings = sortOut(statement.block, syncGroupWords, notes);
		return {
			...placeOf(statement),
			tracked: readTracked(settings, defined, scriptUser, notes),
			hooks: readHooks(
				settings,
				// keepalived uses 0 for a group
				{ kind: "GROUP", name: statement.values[0] ?? "", priority: "0" },
				scriptUser,
				notes,
			),
			members: settings
				.all("group")
				.flatMap(({ block = [] }) => block)
				.flatMap(({ keyword, values }) => [keyword, ...values]),
		};
	});
	const instances = alone.map((instance) => {
		const all = [
			instance,
			...groups.filter(({ members }) => members.includes(instance.name)),
		];
		return {
			...instance,
			check: joinChecks(
				all.flatMap(({ tracked }) => tracked.checks),
				instance.name,
				notes,
			),
			hooks: all.flatMap(({ hooks }) => hooks),
		};
	});
	const tracked = [...alone, ...groups].flatMap((each) => each.tracked.names);
	for (const definition of definitions)
		if (!tracked.includes(definition.values[0] ?? ""))
			leaveOut(notes, definition.keyword, definition);
	return {
		...{ instances, groups },
		hooks: [...alone, ...groups].flatMap(({ hooks }) => hooks),
		syncs: [
			...global.all("lvs_sync_daemon").map(syncLinkOf),
			...instances.flatMap(({ syncs }) => syncs),
		],
	};
}
