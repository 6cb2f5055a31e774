import { sh } from "../../../ssh/shell.ts";
import type { Fact } from "./fact.ts";

/** Declared network device -> whether it is up, for those that exist. */
export const devices: Fact<Record<string, "up" | "down">> = {
	probe: ({ devices }) =>
		Object.keys(devices)
			.map(
				(name) =>
					sh`[ ! -e ${`/sys/class/net/${name}/flags`} ] || { read -r flags <${`/sys/class/net/${name}/flags`}; echo ${name} "$flags"; }`,
			)
			.join("\n"),
	parse: ({ lines }) =>
		Object.fromEntries(
			lines.map((line) => {
				const [name, flags] = line.split(" ");
				return [name, Number(flags) & 1 ? "up" : "down"]; // IFF_UP
			}),
		),
};
