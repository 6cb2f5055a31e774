/** Words of other tools that fingers type by themselves, and what does that here. */
export const reflexes: ReadonlyMap<string, string> = new Map([
	["plan", "lvs preview"],
	["diff", "lvs preview"],
	["apply", "lvs up"],
	["deploy", "lvs up"],
	["validate", "lvs render"],
	["delete", "lvs destroy"],
	["down", "lvs destroy, or lvs lab down for the machines of a lab"],
	["ls", "lvs status"],
	["list", "lvs status"],
	["get", "lvs status"],
	["logs", "lvs lab logs, for a machine of a lab"],
	["version", "lvs --version"],
]);
