import * as pulumi from "@pulumi/pulumi";
import { defaults } from "../model/defaults.ts";
import { perProgram } from "./per-program.ts";

const named = perProgram<pulumi.Output<string | false>[]>(() => []);

/** Notes a header by which a website of this program names the real server; false: it has none. */
export function nameHeader(header: pulumi.Output<string | false>): void {
	named().push(header);
}

/** The headers by which websites of this program name the real server, without the usual one. */
export function namedHeaders(): pulumi.Output<string[]> {
	return pulumi.all(named()).apply((headers) =>
		[...new Set(headers)]
			.filter((header) => header !== false)
			.filter((header) => header !== defaults.header)
			.sort(),
	);
}
