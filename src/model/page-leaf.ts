import { defaults } from "./defaults.ts";
import { fields } from "./fields.ts";
import type { ReadLeaf } from "./leaf.ts";
import { readPortList } from "./port-list.ts";
import { unknownKey } from "./unknown-key.ts";
import { wanted } from "./wanted.ts";

/** Ports of the page that names a real server; empty if there is no page. */
export const readPage: ReadLeaf<readonly number[]> = (value) => {
	if (typeof value === "boolean")
		return { value: value ? defaults.pagePorts : [] };
	const found = fields(value);
	if (found === undefined)
		return {
			problem: wanted(
				"true, false or an object like { ports: [80, 8080] }",
				value,
			),
		};
	const [stranger] = Object.keys(found).filter((key) => key !== "ports");
	if (stranger !== undefined)
		return { problem: unknownKey(stranger, ["ports"]) };
	const ports = Array.isArray(found.ports)
		? readPortList(found.ports)
		: { problem: wanted("a list of ports like [80, 8080]", found.ports) };
	return "problem" in ports ? { ...ports, at: ["ports"] } : ports;
};
