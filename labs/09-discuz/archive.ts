import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";

/**
 * Where the archive lies: DISCUZ_ARCHIVE. Discuz! may not be handed on, so it is not part of this project, and nothing here
 * downloads it.
 */
export function archive() {
	const path = process.env.DISCUZ_ARCHIVE;
	if (path === undefined || !existsSync(path))
		throw new pulumi.RunError(
			`${path === undefined ? "DISCUZ_ARCHIVE is not set" : `${path} is not there`}: get the archive of Discuz! X3.5 (SC_UTF8, zip) from its authors at gitee.com/Discuz/DiscuzX, then
  DISCUZ_ARCHIVE=/path/to/the.zip bin/lvsctl up labs/09-discuz`,
		);
	return {
		path,
		// a deployment would write it down; here any archive of yours will do
		sha256: createHash("sha256").update(readFileSync(path)).digest("hex"),
	};
}
