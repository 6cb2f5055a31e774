import { ruleLine } from "../ipvs/command.ts";
import { parseTable } from "../ipvs/parse-rule.ts";
import type { Rendered } from "./rendered.ts";

/** Everything that one host gets, as text: first what is set, then each file. */
export function formatRendered({
	component,
	role,
	name,
	desired,
}: Rendered): string {
	const list = (title: string, record: Readonly<Record<string, unknown>>) =>
		Object.entries(record).map(
			([key, value]) => `${title} ${key}: ${String(value)}`,
		);
	return [
		`===== ${component} ${role} ${name}`,
		...list("package", desired.packages),
		...list("module", desired.modules),
		...list("unit", desired.units),
		...list("directory", desired.directories),
		...list("condition", desired.conditions),
		...list("sysctl", desired.sysctls),
		...list("address", desired.addresses),
		...list("device", desired.devices),
		...list("UDP port", desired.receivers),
		...list("ip rule", desired.routes),
		...list("nftables", desired.nftables),
		...list("timeout", desired.timeouts),
		...[...parseTable(desired.ipvs).values()].map(
			(rule) => `ipvsadm ${ruleLine(rule)}`,
		),
		...Object.entries(desired.files).map(
			([path, { mode, block, content }]) =>
				`----- ${path} (${mode}${block === undefined ? "" : `, our lines only: ${block}`})\n${content}`,
		),
	].join("\n");
}
