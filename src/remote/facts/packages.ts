import { sh } from "../shell.ts";
import { type Fact, nothing } from "./fact.ts";

/** Package -> whether it is installed. */
export const packages: Fact<Record<string, boolean>> = {
	probe({ packages }, family) {
		const names = Object.keys(packages);
		if (names.length === 0) return nothing;
		return family === "debian"
			? sh`dpkg-query -W -f='\${db:Status-Status} \${Package}\n' ${names} 2>/dev/null`
			: sh`for name in ${names}; do rpm -q --quiet "$name" && echo "installed $name"; done`;
	},
	parse(lines, { packages }) {
		return Object.fromEntries(
			Object.keys(packages).map((name) => [
				name,
				lines.includes(`installed ${name}`),
			]),
		);
	},
};
