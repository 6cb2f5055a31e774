import { readFileSync } from "node:fs";
import { findPulumi } from "../pulumi/pulumi-program.ts";

const own = JSON.parse(
	readFileSync(new URL("../../../package.json", import.meta.url), "utf8"),
) as {
	readonly version: string;
	readonly peerDependencies: Readonly<Record<"@pulumi/pulumi", string>>;
};

/** The entries `dependencies` and `devDependencies` in the package.json of a project that we write. */
export interface ProjectDependencies {
	readonly dependencies: Readonly<Record<string, string>>;
	/** The launcher of Pulumi, if this computer has no Pulumi. */
	readonly devDependencies?: Readonly<Record<string, string>>;
}

/** @param source where npm finds pulumi-lvs. Default: its registry, in the version that runs */
export function projectDependencies(
	source: string = own.version,
): ProjectDependencies {
	return {
		dependencies: {
			"@pulumi/pulumi": own.peerDependencies["@pulumi/pulumi"],
			"pulumi-lvs": source,
		},
		...(realPulumi() === undefined
			? { devDependencies: { pulumi: pulumiVersion() } }
			: {}),
	};
}

/** Pulumi itself on this computer, and not a launcher that would have to fetch it. */
export function realPulumi(): string | undefined {
	try {
		const { path, isLauncher } = findPulumi(".");
		return isLauncher ? undefined : path;
	} catch {
		return undefined;
	}
}

/** The version that the labs are tried with. */
function pulumiVersion(): string {
	const file = new URL("../../../tools/pulumi/version", import.meta.url);
	return readFileSync(file, "utf8").trim();
}
