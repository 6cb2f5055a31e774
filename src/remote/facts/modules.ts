import { sh } from "../shell.ts";
import type { Fact } from "./fact.ts";

export type ModuleState = "loaded" | "available" | "missing";

/** Kernel module -> loaded, available to modprobe, or missing from this kernel. */
export const modules: Fact<Record<string, ModuleState>> = {
	probe({ modules }) {
		const names = Object.keys(modules);
		if (names.length === 0) return "";
		return sh`for name in ${names}; do
	if [ -d "/sys/module/$name" ]; then echo "loaded $name"
	elif modprobe -n -q "$name"; then echo "available $name"
	else echo "missing $name"; fi
done`;
	},
	parse({ lines }, { modules }) {
		const found = new Map(
			lines.map((line) => {
				const [state, name] = line.split(" ");
				return [name, state as ModuleState];
			}),
		);
		return Object.fromEntries(
			Object.keys(modules).map((name) => [name, found.get(name) ?? "missing"]),
		);
	},
};
