/** Words of other tools that fingers type by themselves, and what does that here. */
export const reflexes: ReadonlyMap<string, string> = new Map([
	["plan", "lvsctl preview"],
	["diff", "lvsctl preview"],
	["apply", "lvsctl up"],
	["deploy", "lvsctl up"],
	["validate", "lvsctl render"],
	["delete", "lvsctl destroy"],
	["down", "lvsctl destroy, or lvsctl lab down for the machines of a lab"],
	["ls", "lvsctl status"],
	["list", "lvsctl status"],
	["get", "lvsctl status"],
	["logs", "lvsctl lab logs, for a machine of a lab"],
	["version", "lvsctl --version"],
]);
