import type { Desired } from "../../model/desired.ts";
import { plainSetting } from "../../model/engine-settings.ts";
import type { Observed, WrittenSetting } from "../observed.ts";
import type { Reason } from "./reason.ts";

/** Refuses to set what the operator's own files set otherwise. */
export function settingsOfOthers(
	desired: Desired,
	seen: Pick<Observed, "engine" | "files">,
): Reason[] {
	const present = presentSettings(desired, seen);
	return Object.entries(desired.engine?.settings ?? {}).flatMap(
		([name, value]) => {
			const theirs = seen.engine.written.findLast((each) => each.name === name);
			return theirs === undefined ||
				// nobody comes by those where only we have users
				ofConnections.includes(name) ||
				present.get(name) === value ||
				means(theirs.value) === means(value)
				? []
				: [told(theirs, value)];
		},
	);
}

const ofConnections = ["bind-address", "skip-name-resolve"];

/** What our file of settings says on the host, as an earlier change wrote it; a name that stands alone is left out. */
function presentSettings(
	{ files }: Desired,
	seen: Pick<Observed, "files">,
): ReadonlyMap<string, string> {
	const lines = Object.entries(files).flatMap(([path, { test }]) =>
		test?.by === "mariadb" ? (seen.files[path]?.content ?? "").split("\n") : [],
	);
	return new Map(
		lines.flatMap((line) => {
			const [, name, value = ""] = /^([a-z0-9_-]+)=(.*)$/.exec(line) ?? [];
			return name === undefined ? [] : [[plainSetting(name), value]];
		}),
	);
}

function told({ place, name, value }: WrittenSetting, ours: string): Reason {
	const key = name.replaceAll("-", "_");
	return {
		saw: `${place} sets ${key} to ${value || "its default"}, and this component would set it to ${ours}`,
		advice:
			name === "max-connections"
				? `Take it out there, or write settings: { ${key}: "${value}" }.`
				: "Take it out there, or out of the declaration.",
	};
}

/** The same for all ways in which a value can be written: `64M` and `67108864`, `ON` and `1`. */
function means(value: string): string {
	const plain = value.replace(/^(["'])(.*)\1$/, "$2").toLowerCase();
	const [, number, unit] = /^(\d+)([kmgt]?)$/.exec(plain) ?? [];
	if (number !== undefined)
		return String(Number(number) * 1024 ** " kmgt".indexOf(unit || " "));
	if (["", "on", "yes", "true"].includes(plain)) return "1";
	return ["off", "no", "false"].includes(plain)
		? "0"
		: plain.replace(/(?<=.)\/$/, "");
}
